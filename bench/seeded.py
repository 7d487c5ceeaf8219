"""A large made-up catalogue from a seed: equal seeds and numbers give equal catalogues. No record means anything."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from fanlight.catalog.rules import (
    Audience,
    AudienceKind,
    Channel,
    ChannelKind,
    Citation,
    Cost,
    Document,
    Identifier,
    Incoming,
    Provider,
    Reading,
    Service,
    Topic,
)

Two = tuple[str, str]
_DAY = dt.date(2026, 1, 5)
_AGENCIES, _OFFICES = 24, 8


def _pairs(text: str) -> list[Two]:
    lines = (line.partition(" = ") for line in text.strip().splitlines())
    return [(english.strip(), spanish.strip()) for english, _, spanish in lines]


_ACTS = _pairs(
    """
    Apply for = Solicitar
    Renew = Renovar
    Replace = Reemplazar
    Report a change to = Avisar de un cambio en
    Pay for = Pagar
    Appeal a decision on = Apelar una decisión sobre
    Check the state of = Consultar el estado de
    Cancel = Cancelar
    Get a copy of = Obtener una copia de
    Get advice on = Recibir orientación sobre
    Transfer = Transferir
    Get an extension for = Pedir una prórroga de
    """
)
_THINGS = _pairs(
    """
    a permit = un permiso
    a license = una licencia
    an allowance = un subsidio
    a certificate = un certificado
    a tax credit = un crédito fiscal
    a loan = un préstamo
    a grant = una beca
    an inspection = una inspección
    a registration = un registro
    a training place = una plaza de formación
    an exemption = una exención
    a voucher = un vale
    an appointment = una cita
    a membership card = un carné
    a pension = una pensión
    """
)
_AREAS = _pairs(
    """
    housing = vivienda
    farming = agricultura
    fishing = pesca
    forests = bosques
    schools = escuelas
    universities = universidades
    child care = guarderías
    health insurance = seguro médico
    vaccines = vacunas
    hospitals = hospitales
    disability = discapacidad
    retirement = jubilación
    unemployment = desempleo
    small business = pequeñas empresas
    trade = comercio exterior
    patents = patentes
    income tax = impuesto sobre la renta
    property tax = impuesto a la propiedad
    driving = conducción
    vehicles = vehículos
    aviation = aviación
    shipping = navegación
    water = agua
    waste = residuos
    energy = energía
    mining = minería
    wildlife = fauna silvestre
    national parks = parques nacionales
    passports = pasaportes
    immigration = inmigración
    citizenship = ciudadanía
    courts = tribunales
    crime victims = víctimas de delitos
    veterans = veteranos
    military service = servicio militar
    disasters = desastres
    food safety = seguridad alimentaria
    consumer rights = derechos del consumidor
    libraries = bibliotecas
    the arts = las artes
    """
)
_PARTS = _pairs(
    """
    costs = gastos
    rights = derechos
    records = registros
    safety = seguridad
    work = trabajo
    """
)
_PEOPLE = _pairs(
    """
    families with children = familias con niños
    older adults = personas mayores
    students = estudiantes
    people with a disability = personas con discapacidad
    renters = inquilinos
    homeowners = propietarios
    workers = trabajadores
    people looking for work = personas que buscan empleo
    newcomers = recién llegados
    veterans and their families = veteranos y sus familias
    rural residents = habitantes de zonas rurales
    caregivers = cuidadores
    """
)
_LINES = _pairs(
    """
    You can ask for it at any time of the year. = Puede pedirlo en cualquier época del año.
    Most people hear from us within a month. = La mayoría recibe respuesta en un mes.
    You do not need a lawyer, and the form is free. = No necesita abogado, y el formulario es gratuito.
    If you move, tell us your new address. = Si se muda, díganos su nueva dirección.
    A person you trust may speak for you. = Una persona de su confianza puede hablar por usted.
    Keep copies of all that you send us. = Guarde copias de todo lo que nos envíe.
    What you tell us changes no other benefit. = Lo que nos diga no cambia otros beneficios.
    Those with the least income come first. = Quienes tienen menos ingresos van primero.
    """
)


def _both(english: str, spanish: str) -> dict[str, str]:
    return {"en": english, "es": spanish}


def _providers() -> list[Provider]:
    found = []
    for number in range(_AGENCIES):
        (first, primero), (second, segundo) = _AREAS[number], _AREAS[-1 - number]
        agency = f"agency-{number:02}"
        found.append(
            Provider(
                id=agency, written=_DAY, url={"en": f"https://{agency}.example.gov/"}, phone="+1-555-0100",
                name=_both(f"Department of {first} and {second}".title(), f"Departamento de {primero} y {segundo}"),
            )
        )  # fmt: skip
        for office in range(_OFFICES):
            english, spanish = _PEOPLE[(number + office) % len(_PEOPLE)]
            found.append(
                Provider(
                    id=f"{agency}-office-{office}", parent=agency, written=_DAY,
                    name=_both(
                        f"Office {number + 1}.{office + 1} for {english}",
                        f"Oficina {number + 1}.{office + 1} para {spanish}",
                    ),
                )
            )  # fmt: skip
    return found


def _topics() -> list[Topic]:
    found = []
    for number, (english, spanish) in enumerate(_AREAS):
        top = f"topic-{number:02}"
        name = _both(english.capitalize(), spanish.capitalize())
        found.append(Topic(id=top, name=name, area=number + 1, order=number + 1, written=_DAY, summary=name))
        found += [
            Topic(
                id=f"{top}-{part}", parent=top, order=part + 1, written=_DAY,
                name=_both(f"{english}: {of}".capitalize(), f"{spanish}: {de}".capitalize()),
            )
            for part, (of, de) in enumerate(_PARTS)
        ]  # fmt: skip
    return found


def _text(random: Random, about: Two, sentences: int) -> dict[str, str]:
    lines = random.sample(_LINES, sentences)
    english, spanish = about
    return _both(
        " ".join([f"This is about {english}.", *(line[0] for line in lines)]),
        " ".join([f"Se trata de {spanish}.", *(line[1] for line in lines)]),
    )


def _paper(number: int) -> Document:
    of, de = _AREAS[number % len(_AREAS)]
    return Document(id=f"paper-{number}", name=_both(f"Proof of {of}", f"Prueba de {de}"))


def _service(random: Random, number: int) -> Service:
    area = number % len(_AREAS)
    part = random.randrange(len(_PARTS))
    act, thing = random.choice(_ACTS), random.choice(_THINGS)
    people = random.randrange(len(_PEOPLE))
    whom = _PEOPLE[people]
    # Four agencies work in each area, so that a list of an area's services can be parted by who provides them.
    agency = (area * 3 + random.randrange(4) * 7) % _AGENCIES
    about = (f"{thing[0]} in {_AREAS[area][0]}", f"{thing[1]} en materia de {_AREAS[area][1]}")
    key = f"service-{number:05}"
    site = f"https://agency-{agency:02}.example.gov/{key}"
    return Service(
        id=key,
        name=_both(
            f"{act[0]} {about[0]} for {whom[0]} ({_PARTS[part][0]} {number})",
            f"{act[1]} {about[1]} para {whom[1]} ({_PARTS[part][1]} {number})",
        ),
        written=_DAY,
        provider=f"agency-{agency:02}-office-{random.randrange(_OFFICES)}",
        words={"en": [thing[0].split()[-1], whom[0]], "es": [thing[1].split()[-1], whom[1]]},
        summary=_both(f"{act[0]} {about[0]}, for {whom[0]}.", f"{act[1]} {about[1]}, para {whom[1]}."),
        description=_text(random, about, 4),
        what_you_get=_text(random, thing, 2),
        eligibility=_text(random, whom, 3),
        duration=_both(f"{random.randint(2, 60)} days", f"{random.randint(2, 60)} días"),
        audiences=[f"audience-{people:02}"],
        channels=[
            Channel(id="web", kind=ChannelKind.WEB, url={"en": site, "es": f"{site}/es"}),
            Channel(
                id="phone",
                kind=ChannelKind.PHONE,
                number="+1-555-0100",
                hours=_both("Monday to Friday", "De lunes a viernes"),
            ),
        ],
        documents=[_paper(area + number) for number in (1, 2)],
        costs=[Cost(id="fee", amount=Decimal(random.choice((0, 0, 15, 40))))],
        legal_basis=[Citation(text=f"{area + 1} U.S.C. {1000 + number}")],
        related=[f"service-{number - len(_AREAS) * back:05}" for back in (1, 2) if number >= len(_AREAS) * back],
        topics=[f"topic-{area:02}-{part}"],
        identifiers=[Identifier(scheme="bench", value=f"{area:02}.{number:05}")],
        top_task=number + 1 if number < 8 else 0,
        assured=_DAY,
    )  # fmt: skip


def catalogue(services: int, seed: int = 20_000) -> Reading:
    """Make a catalogue of so many services, in English and Spanish, as a reader of files would give it."""
    random = Random(seed)
    audiences = [
        Audience(
            id=f"audience-{number:02}",
            kind=AudienceKind.PEOPLE,
            written=_DAY,
            name=_both(english.capitalize(), spanish.capitalize()),
        )
        for number, (english, spanish) in enumerate(_PEOPLE)
    ]
    records = [*_providers(), *_topics(), *audiences, *(_service(random, number) for number in range(services))]
    return Reading(
        incoming=[Incoming(f"seed {seed}, record {place}", record) for place, record in enumerate(records, 1)]
    )
