"""Another document: kinds of documents that people have, what they are about, and tasks that name them."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lam.data.evolve.wording import capital, core
from lam.data.pairs import App, Pair, PlanStep


@dataclass(frozen=True)
class Occasion:
    """A document that somebody is at work on."""

    name: str
    topics: tuple[str, ...]
    """What it speaks of."""
    file: str


def _occasions(lines: str, suffix: str) -> tuple[Occasion, ...]:
    found = []
    for line in lines.strip().splitlines():
        name, _, topics = line.strip().partition(": ")
        found.append(Occasion(name, tuple(t.strip() for t in topics.split(",")), name.replace(" ", "-") + suffix))
    return tuple(found)


OCCASIONS: Mapping[App, Sequence[Occasion]] = {
    "document": _occasions(
        """quarterly report: the sales figures, the outlook, new staff
        meeting minutes: the open points, the next date, the decisions
        project plan: the milestones, the risks, the budget
        cover letter: the experience abroad, the notice period
        tenancy agreement: the deposit, the period of notice, repairs
        thesis: the method, earlier work, the sample
        user manual: the installation, safety, cleaning
        travel guide: the old town, getting around, places to eat
        grant application: the costs, the partners, the schedule
        press release: the new product, the quotation of the director
        club newsletter: the summer party, membership fees
        recipe collection: the baking times, the ingredients of the soup
        lesson plan: the homework, the group work
        job description: the duties, the salary
        annual report: the balance, the board, the environment
        invitation: the venue, the dress code
        house rules: quiet hours, the bicycle room
        field report: the weather, the damaged fence
        book review: the main character, the ending
        offer to the customer: the delivery time, the discount
        research proposal: the hypothesis, the timetable
        complaint letter: the broken part, the refund
        conference programme: the keynote, the coffee breaks
        safety briefing: the emergency exits, protective clothing
        museum brochure: the opening hours, the guided tours
        family history: the farm, the emigration
        training handbook: the first week, feedback
        event checklist: the catering, the sound system
        product description: the battery, the sizes
        contract draft: the liability, the payment dates""",
        ".docx",
    ),
    "spreadsheet": _occasions(
        """budget sheet: travel, rent, advertising
        sales table: the northern region, the second quarter, returns
        inventory list: spare parts, items out of stock
        timesheet: overtime, the third week
        grade book: the final test, absent pupils
        expense report: hotel nights, taxi rides
        price list: discounts, large packs
        attendance list: the spring course, late arrivals
        loan calculator: the interest, the remaining debt
        fuel log: the van, the longest trip
        membership list: unpaid fees, new members
        production plan: the night shift, machine 4
        survey results: the question on age, missing answers
        training diary: running, rest days
        household accounts: food, electricity
        order book: urgent orders, deliveries in May
        rainfall table: the driest month, the mean
        seed order: tomatoes, the total weight
        cash book: petty cash, the closing balance
        race results: the winner, the under-18s
        customer list: the contacts in Vienna, missing phone numbers
        stock portfolio: the dividends, losses
        shift roster: the weekend, holidays
        energy meter readings: the winter, the heat pump
        donation register: gifts above 100, the spring appeal
        lab measurements: the outliers, sample 12
        rent roll: the shops, arrears
        library loans: overdue books, the children's section
        delivery schedule: the express parcels, Friday
        wedding guest list: the vegetarians, table 5""",
        ".xlsx",
    ),
    "presentation": _occasions(
        """sales deck: the market, the prices
        kickoff slides: the team, the timeline
        training slides: the exercises, the summary
        board presentation: the forecast, the risks
        conference slides: the results, the method
        product launch slides: the features, the launch date
        school project on volcanoes: the types of lava, famous eruptions
        onboarding slides: the first day, whom to ask
        quarterly review slides: the targets, the complaints
        pitch deck: the business model, the competitors
        safety training: the fire drill, first aid
        defence slides: the hypothesis, future work
        town hall slides: the new office, the questions
        workshop slides: the group work, the breaks
        holiday photo show: the harbour, the mountain hike
        marketing slides: the campaign, the audience
        lecture on bees: the hive, pollination
        budget presentation: the savings, the investments
        club evening slides: the vote, the trip
        status slides: delays, the next steps
        webinar slides: the agenda, the speaker
        poster slides: the figures, the conclusions
        customer workshop slides: the wishes, the roadmap
        history slides: the railway, the old mill
        charity slides: the wells, the thank-you slide""",
        ".pptx",
    ),
}
_FRAMES = (
    "In the {name}, {core}", "{Core} in the {name}", "I have the {name} open: {core}", "For the {name}: {core}", "{Core}. This is for the {name}",
    "We are working on the {name}. {Core}", "Open {file} and {core}", "{Core} in {file}", "In {file}, {core}", "In our {name}, {core}",
    "This is the {name} from last week. {Core}", "{Core}, please; it is the {name} that I sent you",
)  # fmt: skip


GENERAL = re.compile(
    r"\btools (?:-|>) (?:options|macros|extension|customi[sz]e|xml|autocorrect|language (?:-|>) (?:more|chinese))"
    r"|\bfile (?:-|>) (?:new|open|wizards|recent|exit|templates|digital)"
    r"|\bhelp (?:-|>)|extension manager|template manager",
    re.IGNORECASE,
)
ABOUT_THE_PROGRAM = re.compile(
    r"\b(?:extensions?|macros?|libreoffice|toolbars?|program|java|database|data ?sources?|icon|installed|update|user interface|password|"
    r"dictionar(?:y|ies)|templates?|"
    r"new (?:document|presentation|spreadsheet)|"
    r"(?:current|selected|active) (?:document|presentation|spreadsheet|file)|"
    r"dialog|(?:sub|context )menu|records?|help|wizard|scanner|printer|e-?mail|by default|default settings?)\b",
    re.IGNORECASE,
)


def general(pair: Pair) -> bool:
    """Whether a task is about the program rather than about a document: then no document or place belongs to it."""
    return bool(GENERAL.search(" ".join(s.text for s in pair.steps)) or ABOUT_THE_PROGRAM.search(pair.task))


def occasion(rng: random.Random, app: App) -> Occasion:
    kind = app if app in OCCASIONS else rng.choice(tuple(OCCASIONS))
    return rng.choice(OCCASIONS[kind])


def on_document(rng: random.Random, pair: Pair, given: Occasion) -> Pair | None:
    """The task on a named document, which the first step opens; None where it is about no document."""
    if pair.app == "any" or general(pair):
        return None
    frame = rng.choice(_FRAMES)
    body = core(pair.task)
    if "?" in body or ". " in body:
        frame = rng.choice(("In the {name}: {Core}", "We are working on the {name}. {Core}", "This is the {name}. {Core}", "For {file}: {Core}"))
    task = frame.format(name=given.name, file=given.file, core=body, Core=capital(body))
    shown = given.file if "{file}" in frame else f"the {given.name}"
    first = PlanStep(rng.choice(("Open {0}.", "Go to {0}.", "Bring {0} to the front.")).format(shown), "content", (), {"document": shown})
    return replace(pair.evolve("document"), task=capital(task), steps=(first, *pair.steps))
