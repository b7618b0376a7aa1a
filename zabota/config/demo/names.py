"""Invented names of companies and people, and requisites with valid check digits."""

from __future__ import annotations

from random import Random

from zabota.kit.requisites import (
    check_account,
    check_corr_account,
    check_inn,
    check_ogrn,
    check_ogrnip,
)

FIRST = [
    "Анна",
    "Борис",
    "Вера",
    "Глеб",
    "Дарья",
    "Егор",
    "Жанна",
    "Захар",
    "Инна",
    "Кирилл",
    "Лада",
    "Макар",
    "Нина",
    "Олег",
    "Полина",
    "Роман",
    "Софья",
    "Тимур",
    "Ульяна",
    "Фёдор",
]
LAST = [
    "Ветров",
    "Громов",
    "Дубов",
    "Ершов",
    "Жаров",
    "Зимин",
    "Ильин",
    "Котов",
    "Ладогин",
    "Мохов",
    "Нежин",
    "Озеров",
    "Пашин",
    "Рощин",
    "Снегов",
    "Турин",
    "Ухов",
    "Фомин",
    "Холмов",
    "Чижов",
    "Шилов",
    "Яснов",
]
PARTNER_WORDS = [
    "Внедрим",
    "Связка",
    "Мостик",
    "Контур Плюс",
    "Точка роста",
    "Поток",
    "Воронка",
    "Сделка",
    "Диалог",
    "Канал",
    "Интегратор",
    "Маяк",
    "Развитие",
    "Опора",
    "Порядок",
    "Навигатор",
    "Импульс",
    "Лад",
    "Практика",
    "Решение",
]
PARTNER_TAILS = [
    "CRM",
    "Софт",
    "Технологии",
    "Студия",
    "Лаб",
    "Консалт",
    "Сервис",
    "Проект",
    "Автоматизация",
    "Диджитал",
]
CLIENT_WORDS = [
    "Берёзка",
    "Горница",
    "Добрый дом",
    "Евростиль",
    "Зелёный двор",
    "Ивушка",
    "Калинка",
    "Луговое",
    "Мастерская вкуса",
    "Новосёл",
    "Окна и свет",
    "Перспектива",
    "Родник",
    "Северный ветер",
    "Тёплый пол",
    "Уютный угол",
    "Фабрика мебели",
    "Хлебный край",
    "Цветочный ряд",
    "Чистый город",
    "Школа танца",
    "Эталон",
    "Юный техник",
    "Ясный взгляд",
    "Автопарк",
    "Ветеринар",
    "Стоматология",
    "Окраина",
]
CLIENT_TAILS = [
    "Плюс",
    "Групп",
    "Трейд",
    "Маркет",
    "Сервис",
    "Центр",
    "Про",
    "Юг",
    "Север",
    "Регион",
    "Столица",
    "Урал",
    "Волга",
    "Сибирь",
    "Балтика",
    "Дон",
    "Кама",
    "Ока",
]
CITIES = [
    "Москва",
    "Санкт-Петербург",
    "Казань",
    "Екатеринбург",
    "Новосибирск",
    "Самара",
    "Пермь",
    "Краснодар",
    "Воронеж",
    "Тула",
    "Омск",
    "Уфа",
    "Томск",
    "Тверь",
    "Калининград",
]

BANKS = [
    ("044525225", "ПАО СБЕРБАНК", "30101810400000000225"),
    ("044525974", "АО «ТБАНК»", "30101810145250000974"),
    ("044525593", "АО «АЛЬФА-БАНК»", "30101810200000000593"),
]
BANKS = [bank for bank in BANKS if not check_corr_account(bank[2], bank[0])]

_LETTERS = "АБВГДЕЖЗИКЛМНПРСТУФХЦЧШЭЮЯ"


def person_name(random: Random) -> str:
    """A first and a last name."""
    first, last = random.choice(FIRST), random.choice(LAST)
    return f"{first} {last}{'а' if first[-1] in 'ая' else ''}"


def code_for(number: int) -> str:
    """A promo code that no other partner of the demo has."""
    letters = _LETTERS[number % len(_LETTERS)] + _LETTERS[(number // 26 + 7) % len(_LETTERS)]
    return f"{letters}{_LETTERS[(number * 7) % len(_LETTERS)]}{100 + number}"


def company_inn(number: int) -> str:
    """A company's ИНН, different for every number."""
    return _last_digit(f"77{number:07d}", check_inn)


def person_inn(number: int) -> str:
    """A person's ИНН, different for every number."""
    head = f"77{number:08d}"
    return next(f"{head}{tail:02d}" for tail in range(100) if not check_inn(f"{head}{tail:02d}"))


def company_ogrn(number: int) -> str:
    """A company's ОГРН."""
    return _last_digit(f"1157700{number:05d}", check_ogrn)


def proprietor_ogrnip(number: int) -> str:
    """A sole proprietor's ОГРНИП."""
    return _last_digit(f"3157700{number:07d}", check_ogrnip)


def account(mask: str, number: int, bic: str) -> str:
    """A rouble account of this mask with the right key."""
    keyed = (f"{mask}810{digit}{number:011d}" for digit in range(10))
    return next(found for found in keyed if not check_account(found, bic))


def _last_digit(head: str, check: object) -> str:
    return next(f"{head}{d}" for d in range(10) if not check(f"{head}{d}"))  # type: ignore[operator]
