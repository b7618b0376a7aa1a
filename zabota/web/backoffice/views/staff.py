"""Who of the vendor's works here, and in which roles."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import grant_role, withdraw_role
from zabota.domain.people.queries import get_rights, list_staff
from zabota.domain.people.rules import Right
from zabota.flows.staff_invited import staff_invited
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import back, refusals_said, sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page


class InviteForm(forms.Form):
    """Whom to ask in, and to do what."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    name = forms.CharField(label=gettext_lazy("First and last name"), max_length=120)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.SUPPORT)


@staff_page(Right.STAFF)
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Everybody with a role; a new person is invited by e-mail."""
    form = InviteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data
        try:
            person = staff_invited(
                email=wanted["email"],
                name=wanted["name"],
                role=Role(wanted["role"]),
                at=now(),
                by=str(request.user),
            )
        except Refusal as refusal:
            form.add_error("email", sentence_of(refusal))
        else:
            say(request, _("%(name)s gets a letter with the address.") % {"name": person})
            return redirect("office:staff")
    return page(
        request,
        "staff/list.html",
        section="staff",
        people=[_person(one) for one in list_staff()],
        form=form,
        status=422 if form.is_bound else 200,
    )


def _person(person: Person) -> tuple[Person, list[tuple[str, str]], list[tuple[str, str]]]:
    """The person, the roles he has and those he could get: the least powerful first, chosen by a careless press."""
    own = {one.role for one in person.staff_roles.all()}
    words = [(str(value), str(label)) for value, label in Role.choices]
    has = [one for one in words if one[0] in own]
    return person, has, [one for one in reversed(words) if one[0] not in own]


@staff_page(Right.STAFF)
@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """One role more."""
    person = get_object_or_404(Person, pk=pk)
    with refusals_said(request):
        role = _role(request)
        grant_role(person, role=role, at=now(), by=str(request.user))
        words = _("%(name)s: %(role)s") % {"name": person, "role": role.label}
        say(request, words, undo_url=_way_back("take_role", person, role))
    return back(request, "office:staff")


@staff_page(Right.STAFF)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """One role less; the last owner stays."""
    person = get_object_or_404(Person, pk=pk)
    with refusals_said(request):
        role = _role(request)
        withdraw_role(person, role=role, at=now(), by=str(request.user))
        say(
            request,
            _("%(name)s is no longer: %(role)s") % {"name": person, "role": role.label},
            tone="info",
            undo_url=_way_back("give_role", person, role) if person.staff_roles.exists() else "",
        )
    stays = Right.STAFF in get_rights(request.user)  # type: ignore[arg-type]
    return redirect("office:staff" if stays else "office:desk")


def _way_back(name: str, person: Person, role: Role) -> str:
    return f"{reverse(f'office:{name}', args=[person.pk])}?{urlencode({'role': role.value})}"


def _role(request: HttpRequest) -> Role:
    wish = request.POST.get("role") or request.GET.get("role", "")
    if wish not in Role.values:
        raise Refusal("Choose a role.", code="no_role")
    return Role(wish)
