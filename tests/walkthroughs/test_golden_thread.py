"""The golden thread: a widow finds her way from the home page to the start of everything she has to do.

Her browser runs no script. Later stories lengthen this one: what she answers, hands in, and follows to its end.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Story:
    """One language of the story: the words on the doors, and for each step the services with what starts them."""

    lang: str
    asked: str
    happened: str
    steps: dict[str, dict[str, str]]


ENGLISH = Story(
    lang="en",
    asked="What do you need help with?",
    happened="Someone close to me died",
    steps={
        "Tell Social Security": {
            "Tell Social Security that someone died": "Call 1-800-772-1213",
        },
        "Get copies of the death certificate": {
            "Get copies of a death certificate": "Choose the state where the person died",
        },
        "Arrange and pay for the funeral": {
            "Burial in a veterans national cemetery": "Call 1-800-535-1117",
            "A headstone, flag, and certificate for a veteran": "Order a headstone or medallion",
            "Money from VA for a veteran's funeral": "Apply for the burial allowance",
            "Help with a funeral after a disaster": "Apply at DisasterAssistance.gov",
        },
        "Ask for monthly money for the family": {
            "Social Security for the family of someone who died": "Call 1-800-772-1213",
            "The $255 death payment from Social Security": "Call 1-800-772-1213",
        },
        "If the person served in the military": {
            "Get a veteran's military papers (DD214)": "Ask for records online",
            "Monthly money when military service caused the death": "See how to apply",
            "VA pension for a wartime veteran's widow or child": "See how to apply",
        },
        "If the person worked for the government or a railroad": {
            "Benefits when a federal worker or retiree dies": "Report a death and see the benefits",
            "Retirement and survivor benefits for railroad workers": "Call 1-877-772-5772",
        },
        "File the last tax return": {
            "File the last tax return for someone who died": "Get Form 1040 and its directions",
        },
        "Look for money left behind": {
            "Look for money that no one has claimed": "See where to search",
            "Claim a pension from a company plan that failed": "Call 1-800-400-7242",
            "Find a lost 401(k) or pension from an old job": "Search the list",
        },
    },
)

SPANISH = Story(
    lang="es",
    asked="¿Con qué necesita ayuda?",
    happened="Murió un ser querido",
    steps={
        "Avise al Seguro Social": {
            "Avise al Seguro Social que alguien murió": "Llame al 1-800-772-1213",
        },
        "Pida copias del acta de defunción": {
            "Pida copias del acta de defunción": "Elija el estado donde murió la persona",
        },
        "Organice y pague el funeral": {
            "Entierro en un cementerio nacional de veteranos": "Llame al 1-800-535-1117",
            "Lápida, bandera y certificado para un veterano": "Pida una lápida o un medallón",
            "Dinero del VA para el funeral de un veterano": "Pida la ayuda para el entierro",
            "Ayuda para un funeral después de un desastre": "Solicite en DisasterAssistance.gov",
        },
        "Pida dinero mensual para la familia": {
            "Seguro Social para la familia de alguien que murió": "Llame al 1-800-772-1213",
            "El pago de $255 del Seguro Social por muerte": "Llame al 1-800-772-1213",
        },
        "Si la persona sirvió en las fuerzas armadas": {
            "Pida los papeles militares de un veterano (DD214)": "Pida los papeles en línea",
            "Dinero mensual cuando el servicio militar causó la muerte": "Vea cómo solicitar",
            "Pensión del VA para la viuda o el hijo de un veterano de guerra": "Vea cómo solicitar",
        },
        "Si la persona trabajó para el gobierno o el ferrocarril": {
            "Beneficios cuando muere un empleado o jubilado federal": "Avise de una muerte y vea los beneficios",
            "Jubilación y beneficios a sobrevivientes para ferroviarios": "Llame al 1-877-772-5772",
        },
        "Presente la última declaración de impuestos": {
            "Presente los últimos impuestos de alguien que murió": "Consiga el Formulario 1040 y sus instrucciones",
        },
        "Busque dinero que dejó la persona": {
            "Busque dinero que nadie ha reclamado": "Vea dónde buscar",
            "Cobre la pensión de una empresa cuyo plan fracasó": "Llame al 1-800-400-7242",
            "Encuentre un 401(k) o una pensión de un trabajo anterior": "Busque en la lista",
        },
    },
)


@pytest.mark.parametrize("story", [ENGLISH, SPANISH], ids=lambda story: story.lang)
def test_a_widow_finds_the_start_of_every_step(story, person):
    widow = person(story.lang, script=False)

    widow.opens_the_home_page()
    widow.sees_the_title(story.asked)

    widow.follows(story.happened)
    widow.sees_the_title(story.happened)
    assert widow.sees_the_steps() == list(story.steps)

    for services in story.steps.values():
        for service, start in services.items():
            widow.follows(service)
            widow.sees_the_title(service)
            widow.sees_where_to_start(start)
            widow.is_within_three_clicks()
            widow.goes_back()


def test_a_daughter_chooses_the_state_where_her_father_died(person):
    daughter = person("en", script=False, width=320)

    daughter.opens_the_home_page()
    daughter.follows("Someone close to me died")
    daughter.follows("Get copies of a death certificate")
    daughter.opens_the_list("Choose the state where the person died")

    texas = daughter.main.get_by_role("link", name="Texas")
    assert texas.is_visible()
    assert texas.get_attribute("href").startswith("https://")
    daughter.is_within_three_clicks()


def test_a_widower_who_reads_english_finds_the_same_page_for_his_mother_in_spanish(person):
    widower = person("en", script=False)

    widower.opens_the_home_page()
    widower.follows("Someone close to me died")
    widower.page.get_by_role("link", name="Español").click()

    widower.sees_the_title("Murió un ser querido")
    assert widower.is_at() == "/es/life-events/death-of-a-loved-one"


@pytest.mark.parametrize(
    ("lang", "words", "found"),
    [
        ("en", "my husband died", "Someone close to me died"),
        ("en", "widow benefits", "Social Security for the family of someone who died"),
        ("es", "murió mi esposo", "Murió un ser querido"),
        ("es", "pensión de viuda", "Seguro Social para la familia de alguien que murió"),
    ],
)
def test_she_can_also_say_it_in_her_own_words(lang, words, found, person):
    widow = person(lang, script=False)

    widow.opens_the_home_page()
    widow.searches_for(words)
    widow.follows(found)

    widow.sees_the_title(found)
