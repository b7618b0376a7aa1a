"""News of the demo: a segment that staff keep, a bulletin on everybody's first page, a draft to the quiet ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from zabota.domain.news.operations import (
    finish_bulletin,
    keep_template,
    start_bulletin,
    write_bulletin,
)
from zabota.domain.news.rules import SEGMENTS
from zabota.domain.people.operations import share_view
from zabota.domain.rewards.operations import gather_earned
from zabota.kit.clock import local_date

MANAGER = "Марина Рощина"
QUIET = {"activity": "quiet"}


TEMPLATES = (
    (
        "Не хватает реквизитов",
        "{{ partner }}, не хватает реквизитов",
        "Здравствуйте, {{ name }}!\n\nВам причитается {{ due }}, но мы не знаем, куда это выплатить. Укажите "
        "реквизиты в кабинете, в разделе «Реквизиты»: это займёт две минуты, и выплата уйдёт в срок.",
    ),
    (
        "Новый материал",
        "Новый материал для {{ partner }}",
        "Здравствуйте, {{ name }}!\n\nВ академии появился материал с вашим логотипом и промокодом {{ code }}: "
        "его можно скачать и сразу отправить клиенту.",
    ),
    (
        "Давно не виделись",
        "{{ partner }}, давно не виделись",
        "Здравствуйте, {{ name }}!\n\nВаш промокод {{ code }} работает, к выплате {{ due }}. Чем помочь с новыми "
        "клиентами? Ответьте на это письмо, и мы созвонимся.",
    ),
)


def tell_news(*, at: datetime) -> None:
    """One bulletin is out since yesterday; another waits to be sent by the visitor himself."""
    share_view(
        place=SEGMENTS,
        name="Притихли",
        query=urlencode(QUIET),
        at=at - timedelta(days=20),
        by=MANAGER,
    )
    for name, title, text in TEMPLATES:
        words = {"title": title, "text": text}
        keep_template(None, name=name, words=words, at=at - timedelta(days=60), by=MANAGER)
    told = write_bulletin(
        None,
        words={
            "title": "Вебинар в четверг: MAX для отдела продаж",
            "text": "Здравствуйте, {{ name }}!\n\nВ четверг в 12:00 покажем, как за пять минут подключить MAX "
            "и не потерять переписку.\n\n* что спрашивают клиенты;\n* сколько это стоит;\n"
            "* как рассказать об этом своим.\n\nЗапись появится в академии.",
            "title_en": "Webinar on Thursday: MAX for sales",
            "text_en": "Hello, {name}!\n\nOn Thursday at noon we show how to connect MAX in five minutes.",
        },
        filters={},
        partner_ids=[],
        by_mail=False,
        shown_until=local_date(at) + timedelta(days=10),
        at=at - timedelta(days=1, hours=2),
        by=MANAGER,
    )
    start_bulletin(told, at=at - timedelta(days=1), by=MANAGER)
    finish_bulletin(told.pk)
    write_bulletin(
        None,
        words={
            "title": "{{ partner }}, давно не виделись",
            "text": "Здравствуйте, {{ name }}!\n\nЧем помочь с первыми клиентами этой осени? Ответьте на это "
            "письмо, и мы созвонимся.",
        },
        filters=QUIET,
        partner_ids=[],
        by_mail=True,
        shown_until=None,
        at=at - timedelta(hours=3),
        by=MANAGER,
    )
    gather_earned(at=at)
