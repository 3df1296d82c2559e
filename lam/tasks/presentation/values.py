"""Words, titles, bullets and other values of generated decks; `train` and `test` draw from disjoint pools."""

from __future__ import annotations

import hashlib
import random
from functools import cache

from lam.tasks.base import Split


def _pool(text: str) -> tuple[str, ...]:
    """The entries of a pool, written with bars and line breaks between them."""
    return tuple(entry.strip() for entry in text.replace("\n", "|").split("|") if entry.strip())


_SUBJECTS = _pool("""
    budget|hiring|travel costs|customer support|energy use|water quality|school meals|public transport|bicycle lanes|road safety|online sales
    market share|product launch|supply chain|warehouse space|delivery times|staff training|remote work|office move|data protection
    network security|cloud migration|mobile app|website redesign|user research|pricing|marketing campaign|social media|brand identity
    trade fair|partner program|customer loyalty|returns|inventory|quality control|waste reduction|recycling|solar panels|wind power|heat pumps
    insulation|air quality|noise levels|urban gardens|tree planting|river cleanup|flood protection|bird survey|coastal erosion|soil health
    crop rotation|dairy farming|beekeeping|fisheries|forest fires|museum visits|library services|music festival|film club|theatre season
    language courses|reading skills|math teaching|exam results|student housing|campus life|scholarships|alumni network|research grants
    lab equipment|clinical trial|patient safety|waiting times|vaccination|nutrition|sleep habits|sports club|swimming pool|marathon
    volunteer work|fundraising|donations|membership|charity shop|elderly care|child care|youth center|community hall|neighborhood watch
    tax changes|insurance|pensions|interest rates|cash flow|debt|investments|annual audit|contracts|legal risks|procurement|vendors|packaging
    shipping|customs|exports|tourism|hotels|restaurants|coffee production|bread making|wine harvest|chocolate|tea trade|spices|bridge repair
    tunnel works|railway station|harbor extension|airport parking|electric cars|charging stations|car sharing|school bus|ferry routes
    cargo bikes|drones|robotics|machine learning|chatbots|battery storage|hydrogen|satellites|space weather|telescopes|earthquakes|volcanoes
    glaciers|ocean currents|coral reefs|migration|history of the town|roman roads|medieval castles|family archives|old maps|photography
    pottery|knitting|chess club|board games|mountain hiking|cave tours|camp rules
""")
_TEAMS = _pool("""
    Sales|Marketing|Finance|Logistics|Design|Engineering|Support|Research|Purchasing|Operations|Legal|Training|Quality|Security|Facilities
    Communications|Product|Analytics|Customer Care|Field Service|Production|Maintenance|Events|Press|Admissions|Teaching|Nursing|Catering
    Transport|Garden|Archive|Planning|Exports|Accounts|Payroll|Workshop|Lab|Kitchen|Front Desk|Night Shift|Warehouse|Fleet|Mobile|Platform
    Data|Search|Billing|Localization|Compliance|Recruiting|Onboarding|Sustainability|Energy|Housing
""")
_CITIES = _pool("""
    Lisbon|Porto|Madrid|Seville|Bilbao|Lyon|Nantes|Lille|Ghent|Bruges|Utrecht|Leiden|Bremen|Leipzig|Dresden|Graz|Linz|Zurich|Bern|Basel|Turin
    Bologna|Bari|Split|Zagreb|Ljubljana|Brno|Gdansk|Krakow|Lublin|Vilnius|Riga|Tartu|Tampere|Turku|Uppsala|Malmo|Bergen|Aarhus|Odense|Cork
    Galway|Leeds|Bristol|York|Glasgow|Cardiff|Boston|Denver|Austin|Seattle|Portland|Toronto|Calgary|Halifax|Lima|Quito|Bogota|Santiago|Rosario
    Accra|Nairobi|Kigali|Durban|Rabat|Tunis|Cairo|Amman|Izmir|Tbilisi|Pune|Chennai|Kochi|Hanoi|Cebu|Osaka|Kobe|Sapporo|Busan|Perth|Hobart
    Dunedin
""")
_NOUNS = _pool("""
    orders|complaints|visitors|members|downloads|bookings|invoices|repairs|meetings|emails|calls|returns|subscriptions|applications|reviews
    sign-ups|deliveries|defects|errors|accidents|donations|tickets|shipments|requests|loans|students|patients|readers|guests|drivers|machines
    sensors|batteries|contracts|projects|samples|measurements|answers|workshops|courses|costs|sales|profits|expenses|margins|prices|wages
    rents|savings|fees|emissions|delays|waiting times|temperatures|water levels|harvests|exports|imports|grants|scores
""")
_VERBS_PAST = _pool("""
    rose by|fell by|grew by|dropped by|increased by|decreased by|went up by|went down by|improved by|shrank by|climbed by|declined by
    jumped by|slipped by
""")
_TASKS = _pool("""
    review the contract|test the prototype|train new staff|publish the report|update the website|hire two developers|visit the suppliers
    order spare parts|clean the database|sign the lease|prepare the audit|plan the workshop|invite the partners|measure the results
    repair the roof|paint the hallway|replace the servers|translate the manual|record the webinar|collect feedback|write the proposal
    check the budget|renew the insurance|install the sensors|open the new branch|close old accounts|compare three offers|print the posters
    rent a larger hall|book the speakers|launch the survey|merge the two lists|reduce packaging|move the archive|calibrate the scales
    inspect the bridge|map the trails|count the birds|plant forty trees|label all samples|interview customers|redesign the logo
    simplify the forms|automate the backups|share the findings|set up a help desk|extend opening hours|lower the entry fee
    negotiate with vendors|apply for funding|draft the policy|fix the login page|improve the search|document the process|rotate the crops
    water the saplings
""")
_ADJECTIVES = _pool("""
    new|local|regional|digital|simple|clear|flexible|shared|early|weekly|monthly|public|private|seasonal|temporary|permanent|cheaper|faster
    safer|smaller|larger|better|joint|internal|external|open|free|mobile|central|modern|reliable|affordable|sustainable|transparent|automatic
    manual|green|quiet|short|long-term
""")
_THINGS = _pool("""
    price list|ticket system|training plan|help page|delivery route|storage room|booking form|newsletter|dashboard|parking area|meeting room
    coffee corner|rest area|bus line|bike rack|test lab|pilot project|partner network|data model|style guide|checklist|time sheet
    code of conduct|risk register|road map|work plan|call center|repair shop|sales channel|web shop|packing line|water pump|heating system
    lighting|playground|footpath|reading room|sound system|exhibition|open day|summer school|study group|field trip|photo archive|seed bank
    food bank|first-aid kit|fire exit|access card|backup server|mailing list|feedback box|mentor scheme|job board|price model|spare part
    user guide|video series|info desk|loyalty card
""")
_REASONS = _pool("""
    demand is growing|staff are leaving|prices are rising|the lease ends soon|customers asked for it|the law has changed|two suppliers closed
    the winter was mild|funding was approved|the pilot went well|competitors moved first|parts arrive late|the software is old
    teams work apart|results are mixed|the site is full|travel is restricted|weather was poor|interest is low|the roof leaks|quality varies
    nobody owns the process|the data is incomplete|the schedule slipped|volunteers are few|orders came early
""")
_PEOPLE = _pool("""
    the board|the city council|our partners|the steering group|most customers|all teams|two branches|the test group|new members|the auditors
    local schools|the landlord|our suppliers|the volunteers|the project office|night staff|regional managers|the works council|parents
    residents|the union|investors|the ministry|pilot users|the kitchen team|the drivers
""")
_DECISIONS = _pool("""
    approved the plan|asked for more time|want a cheaper option|support the change|rejected the first draft|expect a decision soon
    prefer the second option|will pay half the cost|reported fewer problems|raised safety concerns|liked the new layout|need clearer rules
    agreed to a trial|signed the agreement|postponed the vote|suggested a pilot|met twice this year|share the equipment|found no errors
    missed the deadline|doubled their orders|welcome the proposal|doubt the figures|offered free space|joined the program
""")
_CLOSINGS = _pool("""
    Thank you|Questions?|Thanks for listening|Any questions?|Thank you for your attention|Q&A|Contact|The end
""")
AGENDAS = _pool("""
    Agenda|Outline|Contents|Today|Overview|Topics|What we will cover
""")
_MONTHS = _pool("""
    January|February|March|April|May|June|July|August|September|October|November|December
""")
_FONTS = _pool("""
    Arial|Georgia|Verdana|Times New Roman|Courier New|Tahoma|Calibri|Cambria|Garamond|Liberation Sans|Liberation Serif|DejaVu Sans
    Trebuchet MS|Helvetica|Comic Sans MS|Palatino|Book Antiqua|Century Gothic|Candara|Consolas|Franklin Gothic|Gill Sans|Lucida Sans|Open Sans
    Noto Sans|Roboto|Lato|Ubuntu|Carlito|Caladea
""")
FILLERS = ("more", "with", "will", "than", "from", "because", "this", "that", "what", "have", "about", "into", "they", "their", "when")
"""Words that nobody would ask about."""
COLORS = {
    "red": "#FF0000", "blue": "#0000FF", "green": "#008000", "yellow": "#FFFF00", "orange": "#FFA500", "purple": "#800080", "black": "#000000",
    "white": "#FFFFFF", "gray": "#808080", "pink": "#FFC0CB", "brown": "#A52A2A", "navy": "#000080", "teal": "#008080", "gold": "#FFD700",
    "maroon": "#800000", "cyan": "#00FFFF", "magenta": "#FF00FF", "lime": "#00FF00", "silver": "#C0C0C0", "olive": "#808000",
    "light blue": "#ADD8E6", "dark blue": "#00008B", "dark green": "#006400", "light green": "#90EE90", "dark red": "#8B0000",
    "light gray": "#D3D3D3", "light yellow": "#FFFFE0", "beige": "#F5F5DC", "lavender": "#E6E6FA", "turquoise": "#40E0D0",
}  # fmt: skip
"""English colour names with their usual RGB values."""

_SYLLABLES = {
    "train": [
        "ve",
        "lo",
        "ra",
        "tri",
        "na",
        "qua",
        "mi",
        "do",
        "sel",
        "ka",
        "ren",
        "tu",
        "bi",
        "zo",
        "pha",
        "lex",
        "or",
        "gan",
        "fi",
        "ster",
        "mo",
        "dal",
        "ny",
        "cor",
        "vi",
        "ta",
        "su",
        "pel",
        "hy",
        "bru",
        "len",
        "pa",
        "ro",
        "ki",
        "dex",
    ],
    "test": [
        "wu",
        "gal",
        "est",
        "ori",
        "bex",
        "yo",
        "than",
        "jin",
        "cle",
        "fud",
        "mar",
        "hez",
        "opi",
        "lun",
        "ske",
        "dro",
        "ave",
        "plo",
        "nix",
        "cam",
    ],
}


@cache
def _share(words: tuple[str, ...], split: Split) -> tuple[str, ...]:
    return tuple(word for word in words if (hashlib.sha256(word.encode()).digest()[0] % 6 == 0) == (split == "test"))


def pick(rng: random.Random, words: tuple[str, ...], split: Split) -> str:
    """One of the words that belong to a split; about a sixth of a pool is kept for `test`."""
    return rng.choice(_share(words, split))


def subject(rng: random.Random, split: Split) -> str:
    return pick(rng, _SUBJECTS, split)


def name(rng: random.Random, split: Split) -> str:
    """An invented product or project name, such as `Velora` or `Trina 7`."""
    word = "".join(rng.choice(_SYLLABLES[split]) for _ in range(rng.choice((2, 2, 3)))).capitalize()
    return word + (f" {rng.randint(2, 99)}" if rng.random() < 0.1 else "")


def team(rng: random.Random, split: Split) -> str:
    return pick(rng, _TEAMS, split)


def city(rng: random.Random, split: Split) -> str:
    return pick(rng, _CITIES, split)


def closing(rng: random.Random) -> str:
    return rng.choice(_CLOSINGS)


def agenda(rng: random.Random) -> str:
    return rng.choice(AGENDAS)


def font(rng: random.Random, split: Split) -> str:
    return pick(rng, _FONTS, split)


def color(rng: random.Random) -> str:
    return rng.choice(list(COLORS))


def period(rng: random.Random) -> str:
    year = rng.randint(2015, 2031)
    return rng.choice(
        [
            f"{year}",
            f"Q{rng.randint(1, 4)}",
            f"Q{rng.randint(1, 4)} {year}",
            rng.choice(_MONTHS),
            f"{rng.choice(_MONTHS)} {year}",
            "last year",
            "this quarter",
        ]
    )


def _headline(rng: random.Random, text: str) -> str:
    """Sentence case mostly, title case sometimes, capitals seldom."""
    kind = rng.random()
    if kind < 0.08:
        return text.upper()
    if kind < 0.45:
        return " ".join(
            w if w in ("of", "the", "for", "in", "and", "to", "with", "by") and i else w[:1].upper() + w[1:] for i, w in enumerate(text.split())
        )
    return text[:1].upper() + text[1:]


def deck_title(rng: random.Random, split: Split) -> str:
    s, p = subject(rng, split), period(rng)
    shapes = [
        s,
        f"{s} {p}",
        f"{team(rng, split)} review {p}",
        f"{name(rng, split)}: {s}",
        f"{s} in {city(rng, split)}",
        f"{name(rng, split)} project",
        f"{team(rng, split)} strategy",
    ]
    shapes += [
        f"a short guide to {s}",
        f"{s} and {subject(rng, split)}",
        f"welcome to {name(rng, split)}",
        f"annual report {rng.randint(2010, 2031)}",
        f"how {name(rng, split)} handles {s}",
    ]
    return _headline(rng, rng.choice(shapes))


def slide_title(rng: random.Random, split: Split) -> str:
    s = subject(rng, split)
    if rng.random() < 0.45:
        return _headline(rng, s)
    shapes = [
        f"{s} {period(rng)}",
        f"our {s}",
        f"{s} in {city(rng, split)}",
        f"{team(rng, split)} update",
        f"next steps for {name(rng, split)}",
        f"why {s} matters",
    ]
    shapes += [
        f"{s}: first results",
        f"risks of {s}",
        f"plans for {s}",
        f"about {name(rng, split)}",
        f"{team(rng, split)} and {s}",
        f"what we learned in {city(rng, split)}",
        f"{s} at a glance",
    ]
    shapes += [
        f"{name(rng, split)} and {s}",
        f"how to improve {s}",
        f"costs of {s}",
        f"timeline for {s}",
        f"{rng.randint(2, 9)} facts on {s}",
        "goals",
        "results",
        "background",
        "next steps",
        "team",
    ]
    return _headline(rng, rng.choice(shapes))


def bullet(rng: random.Random, split: Split) -> str:
    """One list item of two to twelve words, now and then a longer one with a clause behind a comma."""
    noun = pick(rng, _NOUNS, split)
    thing = f"{pick(rng, _ADJECTIVES, split)} {pick(rng, _THINGS, split)}"
    shapes = [
        lambda: f"{noun} {pick(rng, _VERBS_PAST, split)} {rng.randint(2, 99)}%",
        lambda: f"{noun} {pick(rng, _VERBS_PAST, split)} {rng.randint(2, 99)}% in {city(rng, split)}",
        lambda: f"{rng.randint(3, 990)} {noun} in {period(rng)}",
        lambda: f"{pick(rng, _PEOPLE, split)} {pick(rng, _DECISIONS, split)}",
        lambda: f"{pick(rng, _TASKS, split)} by {rng.choice(_MONTHS)}",
        lambda: pick(rng, _TASKS, split),
        lambda: thing,
        lambda: f"{thing} for {pick(rng, _PEOPLE, split)}",
        lambda: f"{team(rng, split)} team will {pick(rng, _TASKS, split)}",
        lambda: f"{thing} because {pick(rng, _REASONS, split)}",
        lambda: f"{name(rng, split)} starts in {rng.choice(_MONTHS)}",
        lambda: f"{name(rng, split)} replaces the {pick(rng, _THINGS, split)}",
        lambda: f"{city(rng, split)} office has {rng.randint(3, 400)} {noun}",
        lambda: f"more {noun} than in {period(rng)}",
        lambda: f"{subject(rng, split)}: {pick(rng, _ADJECTIVES, split)} and {pick(rng, _ADJECTIVES, split)}",
        lambda: f"budget of {rng.randint(2, 950)},{rng.choice(('000', '500', '250'))} {rng.choice(('euros', 'dollars', 'pounds'))}",
        lambda: f"{pick(rng, _REASONS, split)} in {city(rng, split)}",
        lambda: f"{noun} per {rng.choice(('week', 'month', 'visitor', 'branch', 'euro', 'hour'))}: {rng.randint(2, 480)}",
    ]
    text = rng.choice(shapes)()
    if rng.random() < 0.06:
        text += rng.choice(
            (
                ", which {} welcome because {}",
                ", so {} asked for a plan before {}",
                "; {} want to know more because {}",
                ", and {} expect news when {}",
            )
        ).format(pick(rng, _PEOPLE, split), pick(rng, _REASONS, split))
    return text[:1].upper() + text[1:] + ("." if rng.random() < 0.05 else "")


def bullets(rng: random.Random, split: Split, count: int) -> tuple[str, ...]:
    """Distinct items."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[bullet(rng, split)] = None
    return tuple(found)


def label(rng: random.Random, split: Split) -> str:
    """A short text for a shape or a box: one to three words."""
    words = [
        pick(rng, _THINGS, split),
        name(rng, split),
        pick(rng, _NOUNS, split),
        city(rng, split),
        f"step {rng.randint(1, 9)}",
        subject(rng, split),
        f"{pick(rng, _ADJECTIVES, split)} {pick(rng, _NOUNS, split)}",
    ]
    words += ["draft", "confidential", "approved", "start", "finish", "input", "output", f"phase {rng.randint(1, 6)}", f"{rng.randint(5, 99)}% done"]
    return _headline(rng, rng.choice(words))


def sentence(rng: random.Random, split: Split) -> str:
    """A remark of a speaker or on a slide: five to fifteen words."""
    shapes = [
        lambda: f"Remember to mention that {pick(rng, _REASONS, split)}",
        lambda: f"Explain why {pick(rng, _REASONS, split)}",
        lambda: f"Thank {pick(rng, _PEOPLE, split)} for the {pick(rng, _THINGS, split)}",
        lambda: f"Ask whether {pick(rng, _PEOPLE, split)} {pick(rng, _DECISIONS, split)}",
        lambda: f"Pause here for questions about {subject(rng, split)}",
        lambda: f"Show the {pick(rng, _THINGS, split)} from {city(rng, split)} before moving on",
        lambda: f"Say that {pick(rng, _PEOPLE, split)} {pick(rng, _DECISIONS, split)}",
        lambda: f"Spend {rng.randint(1, 9)} minutes on this slide",
        lambda: f"Numbers come from the {team(rng, split)} team",
        lambda: f"Source: {team(rng, split)} report, {period(rng)}",
        lambda: f"{pick(rng, _PEOPLE, split)} {pick(rng, _DECISIONS, split)}".capitalize(),
        lambda: f"Tell the story of {name(rng, split)} in {city(rng, split)}",
        lambda: f"Hand out the {pick(rng, _THINGS, split)} and continue with {subject(rng, split)}",
        lambda: bullet(rng, split).rstrip("."),
    ]
    return rng.choice(shapes)() + ("." if rng.random() < 0.25 else "")


def table(rng: random.Random, split: Split) -> tuple[tuple[str, ...], ...]:
    """Cell texts, header row first."""
    columns = rng.randint(2, 4)
    head = ("Item", *rng.sample(["Amount", "Share", "Target", "Owner", "Year", "Change", "Status"], columns - 1))
    rows = [(label(rng, split), *(str(rng.randint(1, 900)) for _ in range(columns - 1))) for _ in range(rng.randint(2, 5))]
    return (head, *rows)
