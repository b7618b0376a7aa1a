"""Translations without GNU gettext: texts are collected with Babel and compiled with polib."""
