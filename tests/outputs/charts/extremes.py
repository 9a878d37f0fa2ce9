"""Plans at the edge of what charts must hold: one source with 99 %, twelve sources, nineteen boligafdelinger, zeros."""

from datetime import date
from fractions import Fraction

from helhedsplan_finance import Boligafdeling, CostLine, Kroner, Plan, Stream
from helhedsplan_finance.plan.plan import SOURCES

ART_NAMES = ("løn", "aktiviteter", "lokaler", "administration", "revision", "evaluering", "kompetenceudvikling")
LONG = "Boligforeningen af 1912 ved Nordre Frihavnsparkens Kvarter og Søndre Skovbakkevængets Etape "


def one_source_has_nearly_all() -> Plan:
    """One source with 99 %, the others tiny, a long name, six calendar years."""
    streams = [Stream(id="lbf", source="lbf", name="LBF", amount=Kroner("99 mio."))]
    streams += [
        Stream(id=f"s{number}", source=source, name="S", amount=Kroner("250 t.kr."))
        for number, source in enumerate(SOURCES[1:])
    ]
    return Plan(
        name="Et meget langt navn " * 20,
        start=date(2021, 12, 1),
        end=date(2026, 11, 30),
        total=Kroner("100 mio."),
        streams=streams,
    )


def twelve_sources() -> Plan:
    """Twelve contributions with long names, some of them not cash, and budget lines in many areas."""
    streams = [
        Stream(
            id=f"s{number}",
            source=SOURCES[number % 5],
            name=f"Bidrag nr. {number} fra {LONG}",
            kind="in-kind" if number % 3 == 0 else "cash",
            status="forhåndsgodkendt",
            amount=Kroner(10 ** (number % 8) * 3),
        )
        for number in range(12)
    ]
    costs = [
        CostLine(
            id=f"c{number}",
            indsatsomraade=f"Indsatsområde nr. {number}: {LONG}" if number else None,
            activity=f"Aktivitet {number}",
            art=ART_NAMES[number % 7],  # type: ignore[arg-type]
            quantity={2022: Fraction(1), 2023: Fraction(number)},
            unit_price=Kroner(7 ** (number % 7)),
        )
        for number in range(14)
    ]
    return Plan(name="Tolv kilder $x_1$", start=date(2022, 1, 1), end=date(2025, 12, 31), streams=streams, costs=costs)


def nineteen_boligafdelinger() -> Plan:
    """Nineteen boligafdelinger with long names, two of them without a number of dwellings' rent."""
    homes = [
        Boligafdeling(
            id=f"afd-{number}",
            name=f"Afdeling {number}, {LONG}{LONG}",
            lejemaal=number * 17,
            m2=number * 1300,
            rent_m2=Kroner(900) if number % 5 else None,
        )
        for number in range(1, 20)
    ]
    streams = [
        Stream(id="afd", source="boligafdeling", name="Boligafdelingerne", amount=Kroner("1 mio.")),
        Stream(id="lbf", source="lbf", name="Landsbyggefonden", amount=Kroner("3 mio.")),
    ]
    return Plan(
        name="Nitten afdelinger",
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        total=Kroner("4 mio."),
        streams=streams,
        afdelinger=homes,
    )


def wide_letters() -> Plan:
    """Names in capital letters, of the widest letter, and of one long word."""
    names = ("LANDSBYGGEFONDENS STØTTE TIL BOLIGSOCIALE INDSATSER", "W" * 40, "Boligorganisationssammenslutning" * 4)
    streams = [
        Stream(id=f"s{number}", source=SOURCES[number], name=name, amount=Kroner("1 mio."), status="forhåndsgodkendt")
        for number, name in enumerate(names)
    ]
    costs = [
        CostLine(
            id=f"c{number}",
            indsatsomraade=name,
            activity=name,
            art="aktiviteter",
            quantity={2022: Fraction(1)},
            unit_price=Kroner("1 mio."),
        )
        for number, name in enumerate(names)
    ]
    homes = [
        Boligafdeling(id=f"a{number}", name=name, lejemaal=10 + number, m2=900) for number, name in enumerate(names)
    ]
    own = Stream(id="afd", source="boligafdeling", name="MMMM MMMM " * 8, amount=Kroner("900 t.kr."))
    return Plan(
        name="BOLIGSOCIAL HELHEDSPLAN MØLLEVANGEN OG WILLEMOESPARKEN I WEDELLSBORG 2022-2025",
        kommune="W" * 60,
        start=date(2022, 1, 1),
        end=date(2025, 12, 31),
        streams=[*streams, own],
        costs=costs,
        afdelinger=homes,
    )


def zeros() -> Plan:
    """Nothing but zeros."""
    streams = [
        Stream(id=source, source=source, name=source, amounts={2022: Kroner(0), 2023: Kroner(0)}) for source in SOURCES
    ]
    costs = [CostLine(id="c", indsatsomraade="A", art="løn", quantity={2022: Fraction(0)}, unit_price=Kroner(1))]
    homes = [Boligafdeling(id="a", name="A", lejemaal=10)]
    return Plan(
        name="Nuller",
        start=date(2022, 1, 1),
        end=date(2023, 12, 31),
        streams=streams,
        costs=costs,
        afdelinger=homes,
    )


def nothing_stated() -> Plan:
    """A name and two days."""
    return Plan(name="Prøve", start=date(2022, 1, 1), end=date(2025, 12, 31))


def twenty_years() -> Plan:
    """More calendar years than any plan has."""
    streams = [Stream(id=source, source=source, name=source, amount=Kroner("123.456.789")) for source in SOURCES]
    return Plan(name="Tyve år", start=date(2005, 1, 1), end=date(2024, 12, 31), streams=streams)


EXTREMES = (
    one_source_has_nearly_all(),
    twelve_sources(),
    nineteen_boligafdelinger(),
    wide_letters(),
    zeros(),
    nothing_stated(),
    twenty_years(),
)
