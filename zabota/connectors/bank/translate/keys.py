"""The words of the format 1CClientBankExchange, versions 1.01 to 1.03, and their spellings."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


HEADER = "1CClientBankExchange"
ACCOUNT_BEGIN = "СекцияРасчСчет"
ACCOUNT_END = "КонецРасчСчет"
DOCUMENT_BEGIN = "СекцияДокумент"
DOCUMENT_END = "КонецДокумента"
FILE_END = "КонецФайла"

MARKS = frozenset({HEADER, ACCOUNT_BEGIN, ACCOUNT_END, DOCUMENT_BEGIN, DOCUMENT_END, FILE_END})

HEADER_KEYS = frozenset(
    [
        "ВерсияФормата",
        "Кодировка",
        "Отправитель",
        "Получатель",
        "ДатаСоздания",
        "ВремяСоздания",
        "ДатаНачала",
        "ДатаКонца",
        "РасчСчет",
        "Документ",
    ]
)
BALANCE_KEYS = frozenset(["НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток"])

_SIDE = (
    "Счет", "ИНН", "КПП", "", "1", "2", "3", "4", "РасчСчет", "Банк1", "Банк2", "БИК", "Корсчет",
)  # fmt: skip
DOCUMENT_KEYS = (
    frozenset(
        [
            "Номер",
            "Дата",
            "Сумма",
            "КвитанцияДата",
            "КвитанцияВремя",
            "КвитанцияСодержание",
            "ДатаСписано",
            "ДатаПоступило",
            "ВидПлатежа",
            "ВидОплаты",
            "КодНазПлатежа",
            "Код",
            "НазначениеПлатежа",
            "НазначениеПлатежа1",
            "НазначениеПлатежа2",
            "НазначениеПлатежа3",
            "НазначениеПлатежа4",
            "НазначениеПлатежа5",
            "НазначениеПлатежа6",
            "СтатусСоставителя",
            "ПоказательКБК",
            "ОКАТО",
            "ОКТМО",
            "ПоказательОснования",
            "ПоказательПериода",
            "ПоказательНомера",
            "ПоказательДаты",
            "ПоказательТипа",
            "Очередность",
            "СрокАкцепта",
            "ВидАккредитива",
            "СрокПлатежа",
            "УсловиеОплаты1",
            "УсловиеОплаты2",
            "УсловиеОплаты3",
            "ПлатежПоПредст",
            "ДополнУсловия",
            "НомерСчетаПоставщика",
            "ДатаОтсылкиДок",
        ]
    )
    | {f"Плательщик{name}" for name in _SIDE}
    | {f"Получатель{name}" for name in _SIDE}
)

PURPOSE = "НазначениеПлатежа"
PURPOSE_PARTS = tuple(f"{PURPOSE}{place}" for place in range(1, 7))

# Fields that a bank breaks into several lines of text.
WRAPPED = frozenset(
    (PURPOSE, *PURPOSE_PARTS, "Плательщик", "Плательщик1", "Получатель", "Получатель1",
     "ПлательщикБанк1", "ПолучательБанк1", "КвитанцияСодержание", "УсловиеОплаты1")
)  # fmt: skip

_ALIKE = str.maketrans("aceopxykmthbё", "асеорхукмтнве")


def folded(key: str) -> str:
    """A key without regard to case, spaces, ё and Latin letters that look Russian."""
    return "".join(key.split()).casefold().translate(_ALIKE)


BY_FOLDED = {folded(key): key for key in MARKS | HEADER_KEYS | BALANCE_KEYS | DOCUMENT_KEYS}
