"""Settings: one file for every installation; what differs comes from the environment.

A variable NAME may also be given as NAME_FILE, the path of a file that holds the value.
docs/howto and README.md say which variables a production installation must set.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from zabota.kit import postgres
from zabota.kit.places import ROOT, STATE
from zabota.kit.zone import ZONE


def env(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE points to, or the default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def envbool(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on; False for 0, false, no, off and nothing."""
    value = env(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return default


def envint(name: str, default: int) -> int:
    """A whole number."""
    value = env(name)
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def envlist(name: str, default: str = "") -> list[str]:
    """Values separated by commas, without the spaces around them."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


def host_and_port(url: str) -> str:
    """Where an address leads, with the port that its scheme implies."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


def envsecret(name: str, *, needed: bool) -> str:
    """A secret of the environment; where it is not `needed`, one kept in the state folder (0600)."""
    if given := env(name):
        return given
    if needed:
        raise ImproperlyConfigured(f"Set {name} (or {name}_FILE): this is not a demo.")
    path = STATE / name.lower()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="utf-8")
        fresh.replace(path)
    return path.read_text(encoding="utf-8").strip()


# --- What kind of installation this is ---------------------------------------------------------

DEMO = envbool("DEMO")  # one-click sign-ins, a year of history; never with real people
DEBUG = envbool("DEBUG")
TESTING = envbool("TESTING")
PRODUCTION = not (DEBUG or DEMO or TESTING)

PUBLIC_URL = env("PUBLIC_URL", "http://localhost:8000").rstrip("/")  # for links in letters and QR
SECRET_KEY = envsecret("SECRET_KEY", needed=PRODUCTION)
SECRET_KEY_FALLBACKS = envlist("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = envlist("ALLOWED_HOSTS", "" if PRODUCTION else "*")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https:") else []

# --- The house: apps from the top floor down, then what it stands on ---------------------------

INSTALLED_APPS = [
    "zabota.config",
    "zabota.web.public",
    "zabota.web.cabinet",
    "zabota.web.backoffice",
    "zabota.web.api",
    "zabota.web.talk",
    "zabota.web.bell",
    "zabota.web.billing",
    "zabota.connectors.bank",
    "zabota.connectors.connections",
    "zabota.connectors.telegram",
    "zabota.connectors.registers",
    "zabota.connectors.stripe",
    "zabota.connectors.rails",
    "zabota.connectors.inbox",
    "zabota.connectors.mail",
    "zabota.connectors.npd",
    "zabota.connectors.spreadsheet",
    "zabota.connectors.vendor",
    "zabota.connectors.yookassa",
    "zabota.connectors.tbank",
    "zabota.connectors.cloudpayments",
    "zabota.connectors.robokassa",
    "zabota.domain.leads",
    "zabota.domain.cards",
    "zabota.domain.academy",
    "zabota.domain.stories",
    "zabota.domain.community",
    "zabota.domain.news",
    "zabota.domain.ratings",
    "zabota.domain.papers",
    "zabota.domain.payouts",
    "zabota.domain.rewards",
    "zabota.domain.scrutiny",
    "zabota.domain.attribution",
    "zabota.domain.payments",
    "zabota.domain.invoices",
    "zabota.domain.programme",
    "zabota.domain.clients",
    "zabota.domain.partners",
    "zabota.domain.notices",
    "zabota.domain.people",
    "zabota.domain.settings",
    "zabota.domain.ledger",
    "zabota.ui",
    "zabota.kit.events",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zabota.config.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "zabota.config.urls"
WSGI_APPLICATION = "zabota.config.wsgi.application"
ASGI_APPLICATION = "zabota.config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zabota.ui.context.looks",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- The database and the queue in it ----------------------------------------------------------

# manage.py, the demo and the tests set DATABASE_URL when they start the built-in database.
DATABASE_URL = env("DATABASE_URL") or postgres.address_of(STATE / "pg")
DATABASE_POOL = envint("DATABASE_POOL", 0)  # connections a process keeps; servers set it
DATABASES = {"default": postgres.django_settings(DATABASE_URL, pool=DATABASE_POOL)}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Language, time ----------------------------------------------------------------------------

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "zabota" / "locale"]  # of the floors that are no apps, and of the rooms
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
USE_I18N = True
USE_TZ = True
TIME_ZONE = str(ZONE)  # where the vendor works: days and deadlines

# --- Sign-in: a code sent to the e-mail, no passwords ------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "zabota.web.public.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code is the proof
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

# --- Security ----------------------------------------------------------------------------------

SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, small scripts from the cookie
SECURE_HSTS_SECONDS = envint("HSTS_SECONDS", 365 * 24 * 3600) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = envbool("HSTS_SUBDOMAINS")
SECURE_SSL_REDIRECT = PRODUCTION and envbool("SSL_REDIRECT", default=True)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if envbool("BEHIND_PROXY"):  # the proxy must drop these headers from outside
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the visitor's own address, for evidence and rate limits
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MAX_UPLOAD_BYTES = 20 * 1024 * 1024  # a month of a busy account is far below
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
MADE_ASSETS = STATE / "assets"  # joined styles and scripts, fonts: made by `prepare`
MADE_ASSETS.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [] if TESTING else [MADE_ASSETS]  # tests look at the sources
HASHED_STATIC = PRODUCTION or (DEMO and not DEBUG)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STATE / "media"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not HASHED_STATIC

# --- Papers, and calls to the outside ------------------------------------------------------------

PDF_TEMPLATES = ROOT / "zabota" / "ui" / "pdf"
# host:port of systems in our own network that connectors may call (a proxy, an emulator).
# Our own address is among them: staff try a connection by calling our own entrance.
OUTSIDE_TRUSTED = frozenset([*envlist("OUTSIDE_TRUSTED"), host_and_port(PUBLIC_URL)])

# Where YooKassa calls us from: https://yookassa.ru/developers/using-api/webhooks
YOOKASSA_ADDRESSES = envlist(
    "YOOKASSA_ADDRESSES",
    "77.75.153.0/25, 77.75.156.11, 77.75.156.35, 77.75.154.128/25, 185.71.76.0/27, 185.71.77.0/27, "
    "2a02:5180:0:1509::/64, 2a02:5180:0:2655::/64, 2a02:5180:0:1533::/64, 2a02:5180:0:2669::/64",
)

# --- Letters -----------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", "zabota@localhost")
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_PORT = envint("EMAIL_PORT", 587)
EMAIL_HOST_USER = env("EMAIL_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_PASSWORD")
EMAIL_USE_TLS = envbool("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = STATE / "letters"  # where letters land when no mail server is named
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)

# --- The vendor: whose programme this is -------------------------------------------------------

# Defaults belong to nobody: made up for the demo with valid check digits.
VENDOR = {
    "name": env("VENDOR_NAME", "ООО «Связной Мост»"),
    "inn": env("VENDOR_INN", "7704123450"),
    "kpp": env("VENDOR_KPP", "770401001"),
    "ogrn": env("VENDOR_OGRN", "1027700123450"),
    "bank_name": env("VENDOR_BANK", "ПАО СБЕРБАНК"),
    "bic": env("VENDOR_BIC", "044525225"),
    "correspondent_account": env("VENDOR_CORRESPONDENT_ACCOUNT", "30101810400000000225"),
    "accounts": envlist("VENDOR_ACCOUNTS", "40702810938000012345,40702810438000067890"),
}

# --- How money leaves --------------------------------------------------------------------------

# The tax service is asked about the self-employed; it takes some two questions a minute. The people
# of the demo are made up: nobody is asked about them.
NPD_STATUS_URL = env(
    "NPD_STATUS_URL",
    "" if DEMO else "https://statusnpd.nalog.ru/api/v1/tracker/taxpayer_status",
)
NPD_A_MINUTE = envint("NPD_A_MINUTE", 2)

# --- Log: to the standard error, one line a record, nothing secret -----------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "WARNING").upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "zabota": {"level": env("LOG_LEVEL", "INFO").upper()},
        # They write the addresses they call, and a bot's token is a part of its address.
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
    },
}
