"""django-oscar as a small Chinese shop: SQLite, no network, pages under language prefixes."""

from __future__ import annotations

import os
from pathlib import Path

from django.urls import reverse_lazy
from oscar import INSTALLED_APPS as OSCAR_APPS
from oscar.defaults import *  # noqa: F403

_FOLDER = Path(os.environ["OSCAR_SHOP_FOLDER"])

SECRET_KEY = "made-up-for-a-loopback-shop"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "tests.oscar.urls"
SITE_ID = 1
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en-gb", "English"), ("de", "Deutsch")]
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = str(_FOLDER / "media")
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = OSCAR_APPS
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(_FOLDER / "shop.sqlite3"),
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {"timeout": 20},
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "tests.oscar.search.ShelfEngine"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AUTHENTICATION_BACKENDS = ["oscar.apps.customer.auth_backends.EmailBackend"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(Path(__file__).parent / "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
            ],
        },
    }
]
OSCAR_SHOP_NAME = "示例河套特产店"
OSCAR_DEFAULT_CURRENCY = "CNY"
OSCAR_HOMEPAGE = reverse_lazy("catalogue:index")
OSCAR_SLUG_ALLOW_UNICODE = True
OSCAR_PRODUCTS_PER_PAGE = 8  # three pages, and a third of the requests that sixty goods take
OSCAR_MISSING_IMAGE_URL = "no_image.png"
OSCAR_THUMBNAILER = "tests.oscar.thumbnails.OriginalImage"
