"""Six questions that every programme is asked: a basis, from the first day in the hands of the staff."""

from django.db import migrations
from django.utils import timezone

QUESTIONS = {
    "ru": (
        (
            "Клиент забыл назвать промокод. Вознаграждение потеряно?",
            "Нет. Скажите нам, и мы закрепим клиента за вами: прошедшие оплаты пересчитаем, вознаграждение за них придёт вам.",
        ),
        (
            "Клиент платит больше из-за моего промокода?",
            "Нет. Цена одна и та же, с промокодом и без него: вознаграждение платим мы.",
        ),
        (
            "С кем вы работаете?",
            "С компаниями, предпринимателями и самозанятыми. Реквизиты можно ввести позже, до первой выплаты.",
        ),
        (
            "Как проверить, что посчитано верно?",
            "Каждое вознаграждение в кабинете раскрывает расчёт: оплату, пункт условий, ставку и дату, до которой мы заплатим. Любое исправление оставляет след.",
        ),
        (
            "Что, если банк вернёт выплату?",
            "Деньги остаются вашими. Поправьте реквизиты, и выплата уйдёт снова.",
        ),
        (
            "Я больше не занимаюсь интеграциями. Что с моими клиентами?",
            "Они остаются вашими, и вы продолжаете зарабатывать с их оплат.",
        ),
    ),
    "en": (
        (
            "The client forgot to name my code. Is the reward lost?",
            "No. Tell us, and we will put the client in his place: his past payments are counted anew, and the reward for them comes to you.",
        ),
        (
            "Does the client pay more because of my code?",
            "No. The price is the same with a code and without it: the reward is paid by us.",
        ),
        (
            "Whom do you work with?",
            "Companies, sole proprietors and the self-employed. Bank details can be entered later, before the first payout.",
        ),
        (
            "How do I know that the count is right?",
            "Each reward in the cabinet opens its arithmetic: the payment, the clause, the rate and the date by which we pay. Every correction leaves a trace.",
        ),
        (
            "What if the bank returns a payout?",
            "The money stays yours. Correct the bank details, and the payout leaves again.",
        ),
        (
            "I have stopped integrating. What about my clients?",
            "They stay yours, and you go on earning from their payments.",
        ),
    ),
}


def write_first(apps, schema_editor):
    """Where staff have written nothing in a language yet."""
    model = apps.get_model("programme", "SiteQuestion")
    for language, rows in QUESTIONS.items():
        if model.objects.filter(language=language).exists():
            continue
        model.objects.bulk_create(
            model(
                language=language,
                asked=asked,
                answer=answer,
                position=10 * place,
                changed_at=timezone.now(),
                changed_by="",
            )
            for place, (asked, answer) in enumerate(rows, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("programme", "0008_sitequestion")]

    operations = [migrations.RunPython(write_first, migrations.RunPython.noop)]
