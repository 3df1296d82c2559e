"""The raw material of generated documents: words, names, numbers and whole sentences, with test values that training never sees."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from functools import cache

from lam.tasks.base import Split

TEST_SHARE = 0.2


def _split(text: str, mark: str = ",") -> tuple[str, ...]:
    return tuple(text.split(mark))


TOPICS: dict[Split, dict[str, str]] = {
    "train": {
        "sales": "sales orders,customer calls,discount rules,price list,sales pipeline,new contracts,order backlog,store visits,"
        "trade fair,reseller programme,"
        "quarterly revenue,renewal rate,product returns,sales training,lead quality,gift vouchers,spring campaign,loyalty cards",
        "travel": "travel costs,hotel bookings,train tickets,flight schedule,visa rules,luggage limits,city tour,"
        "airport transfer,travel insurance,rental cars,"
        "border checks,hiking route,boat trip,museum visit,currency exchange,packing list,bus timetable,beach day",
        "school": "school trip,homework policy,exam dates,reading club,science fair,lunch menu,parents evening,sports day,"
        "library hours,new classrooms,"
        "music lessons,school uniform,holiday calendar,bus routes,art project,drama group,student council,class size",
        "health": "flu vaccine,blood tests,opening hours,waiting times,night shifts,hygiene plan,patient records,first aid kit,"
        "diet advice,hearing tests,"
        "sleep clinic,dental checks,back exercises,hand washing,emergency contacts,medicine stock,eye tests,visiting rules",
        "garden": "tomato plants,garden fence,compost heap,rose bushes,watering plan,apple trees,greenhouse roof,seed orders,lawn mower,herb beds,"
        "bird houses,autumn leaves,soil tests,tool shed,garden pond,flower show,bee hives,winter cover",
        "software": "login page,data backup,bug reports,release notes,server migration,search feature,password rules,test coverage,"
        "mobile app,user interface,"
        "access rights,error messages,code review,cloud storage,network outage,update schedule,support tickets,licence keys",
        "office": "meeting rooms,coffee machine,parking spaces,desk booking,office move,printer paper,fire drill,badge system,"
        "cleaning service,office plants,"
        "remote work,team lunch,visitor desk,mail room,heating system,noise level,bicycle stands,first floor",
        "finance": "annual budget,tax return,interest rates,cash flow,expense claims,bank fees,audit report,insurance premium,"
        "loan terms,savings plan,"
        "payroll run,late payments,cost savings,currency risk,petty cash,credit limit,pension fund,profit margin",
        "events": "summer party,guest list,stage lights,ticket sales,sound check,food stalls,opening speech,volunteer rota,prize draw,dance floor,"
        "street parade,fireworks show,charity run,poster design,weather plan,security staff,closing concert,raffle tickets",
        "construction": "roof repair,brick wall,site safety,crane hire,window frames,concrete floor,building permit,paint work,"
        "water pipes,door locks,"
        "scaffold check,electric wiring,road closure,cellar walls,material delivery,lift shaft,noise barrier,garage doors",
        "cooking": "bread dough,tomato sauce,baking times,spice mix,chicken soup,lemon cake,kitchen tools,cheese plate,fresh pasta,rice dishes,"
        "salad dressing,oven settings,food storage,apple pie,breakfast menu,knife skills,fish market,sugar syrup",
        "environment": "river water,air quality,recycling bins,wind turbines,solar panels,forest paths,plastic waste,bird counts,"
        "flood barriers,noise maps,"
        "energy use,carbon report,street trees,drinking water,electric buses,coast erosion,rain gardens,soil health",
        "personnel": "job interviews,staff survey,training days,sick leave,new hires,salary review,work schedule,safety course,team goals,exit talks,"
        "overtime rules,mentor scheme,holiday requests,staff canteen,probation period,career talks,shift swaps,job adverts",
        "music": "choir practice,piano lessons,concert hall,guitar strings,drum kit,ticket prices,recording studio,sheet music,"
        "spring tour,brass band,"
        "stage piano,song list,sound system,violin section,opening night,microphone stands,music room,youth orchestra",
    },
    "test": {
        "museum": "dinosaur hall,museum shop,audio guides,entry fees,school groups,glass cases,night opening,fossil room,donation box,guided tours,"
        "floor plan,cloak room,space exhibit,roof terrace,lost property,stone tools,painting loans,family tickets",
        "sports": "football pitch,training hours,team captain,referee course,swimming lanes,club fees,match reports,"
        "tennis courts,warm up,youth league,"
        "gym equipment,cup final,running track,shower rooms,winter break,rowing boats,fan shop,injury list",
        "farm": "dairy cows,wheat harvest,tractor repair,milk prices,hay storage,farm shop,sheep fold,potato field,barn doors,egg delivery,"
        "crop rotation,fence posts,feed costs,cider press,pumpkin patch,rain barrel,goat cheese,seed drill",
        "transport": "tram line,ticket machines,bus drivers,bicycle lanes,traffic lights,night service,bridge repair,freight trains,"
        "parking fees,ferry dock,"
        "road signs,taxi stands,rush hour,tunnel works,speed limits,station clock,car sharing,rail strike",
    },
}

MODIFIERS = _split(
    "new,revised,final,regional,monthly,local,weekly,joint,first,internal,public,digital,external,short,long,early,"
    "late,green,northern,southern,eastern,western,"
    "central,updated,planned,current,general,special,main,second,simple,official,common,daily,private,shared,temporary,extra,annual,open"
)
PREDICATES = _split(
    "rose by {percent} percent in {month}|will be discussed on {day}|cost {amount} euros last {period}|will need a clear decision before {month}|"
    "impressed {number} visitors in {city}|worried the {team} team in {month}|will now be handled by {company}|"
    "changed a lot after the meeting in {city}|"
    "will start again on {day} at {hour}|may depend on the weather and on {company}|"
    "took {number} days longer than planned|appeared in the guide from {month}|"
    "should be checked twice a {period}|fell below {amount} for the first time|moved from {city} to {city2}|came back to the agenda in {month}|"
    "got support from the {team} team|brought in about {amount} every {period}|cannot wait until {month}|will cost nothing for members of {company}|"
    "did well in a test in {city}|must follow the rules of {month}|became cheaper thanks to {company}|looked better than in {month}",
    "|",
)
SECOND = _split(
    "The {team} team will report back by {day}.|More details follow in {month}.|"
    "Please send questions to {company}.|This affects {number} people in {city}.|"
    "We expect to save {amount} euros.|Nothing else changes for now.|A first draft was shared on {day}.|The next check takes place in {month}.|"
    "All offices except {city} agreed.|The plan was written with {company}.|"
    "About {number} forms are still missing.|The cost stays under {amount} euros.|"
    "Everyone can join from {hour}.|The work should be done before {month}.|Only {number} places are left.|The old rules apply until {day}.",
    "|",
)
MONTHS = _split("January,February,March,April,May,June,July,August,September,October,November,December")
DAYS = _split("Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday")
CITIES = _split(
    "Lisbon,Oslo,Vienna,Prague,Dublin,Madrid,Rome,Athens,Cairo,Nairobi,Lima,Quito,Boston,Denver,Chicago,Toronto,"
    "Kyoto,Osaka,Seoul,Hanoi,Delhi,Mumbai,Perth,"
    "Sydney,Leeds,Bristol,Glasgow,Hamburg,Munich,Bremen,Lyon,Nantes,Lille,Ghent,Bruges,Zurich,Basel,Geneva,Turin,"
    "Milan,Naples,Porto,Seville,Malaga,Gdansk,"
    "Warsaw,Riga,Tallinn,Vilnius,Helsinki,Bergen,Malmo,Aarhus,Utrecht,Leiden,Antwerp,Tunis,Accra,Lagos,Dakar,Bogota,Santiago,Havana,Austin,Seattle"
)
TEAMS = _split(
    "Design,Support,Logistics,Research,Finance,Planning,Quality,Marketing,Security,Training,Purchasing,Facilities,"
    "Legal,Communications,Operations,Field,Data,Web,"
    "Customer,Product,Export,Maintenance,Warehouse,Admissions,Outreach,Kitchen,Events,Service,Print,Archive"
)
FONTS = _split(
    "Arial,Times New Roman,Calibri,Verdana,Georgia,Courier New,Tahoma,Cambria,Garamond,Trebuchet MS,"
    "Liberation Sans,Liberation Serif,Helvetica,Century Gothic,"
    "Palatino Linotype,Comic Sans MS,Book Antiqua,Segoe UI,Candara,Consolas,DejaVu Sans,Bookman Old Style,Franklin Gothic,Lucida Sans,Rockwell"
)
ONSETS = _split("b,br,c,cl,d,dr,f,fl,g,gr,h,j,k,l,m,n,p,pl,qu,r,s,st,t,tr,v,w,z")
VOWELS = _split("a,e,i,o,u,ai,ea,io")
CODAS = _split(",l,n,r,s,x,m,t,nd,rk,st")
LEGAL_FORMS = ("", "", " Ltd", " Group", " Partners", " Works", " Services", " Media", " Labs", " Foods")


@cache
def pool(items: str, split: Split) -> tuple[str, ...]:
    """The comma-joined values that belong to a split: a stable hash keeps a fifth of them for tests."""
    values = items.split(",")
    held = sorted(values, key=lambda v: hashlib.sha256(v.encode()).digest())[: max(1, round(len(values) * TEST_SHARE))]
    return tuple(held) if split == "test" else tuple(v for v in values if v not in held)


def pick(rng: random.Random, values: Sequence[str], split: Split) -> str:
    """One of the values that belong to the split."""
    return rng.choice(pool(",".join(values), split))


def coined(rng: random.Random, syllables: int = 2) -> str:
    """A word that nobody has used: copied, never remembered."""
    return "".join(rng.choice(ONSETS) + rng.choice(VOWELS) for _ in range(syllables)).capitalize() + rng.choice(CODAS)


def company(rng: random.Random) -> str:
    return coined(rng, rng.choice((2, 2, 3))) + rng.choice(LEGAL_FORMS)


def code(rng: random.Random) -> str:
    """A reference such as `QX-204`."""
    letters = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(rng.choice((1, 2, 3))))
    return f"{letters}{rng.choice(('-', '', ' '))}{rng.randint(1, 9999)}"


def amount(rng: random.Random) -> str:
    value = rng.choice((rng.randint(2, 99) * 10, rng.randint(1, 99) * 100, rng.randint(1000, 99_999)))
    return f"{value:,}" if rng.random() < 0.6 else str(value)


def date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randrange(12), rng.randint(2019, 2031)
    return rng.choice(
        (f"{day} {MONTHS[month]} {year}", f"{MONTHS[month]} {day}, {year}", f"{year}-{month + 1:02}-{day:02}", f"{day}.{month + 1}.{year}")
    )


def person(rng: random.Random) -> str:
    """An initial and a coined surname."""
    return f"{rng.choice('ABCDEFGHJKLMNPRSTW')}. {coined(rng)}"


def values(rng: random.Random, split: Split) -> dict[str, str]:
    """One value for every slot of a sentence."""
    first, second = rng.sample(pool(",".join(CITIES), split), 2)
    return {
        "percent": str(rng.randint(2, 95)),
        "number": str(rng.randint(3, 480)),
        "amount": amount(rng),
        "month": rng.choice(MONTHS),
        "day": rng.choice(DAYS),
        "period": rng.choice(("month", "year", "quarter", "week", "season")),
        "hour": rng.choice((f"{rng.randint(7, 20)}:{rng.choice(('00', '15', '30', '45'))}", f"{rng.randint(7, 11)} am", f"{rng.randint(1, 9)} pm")),
        "city": first,
        "city2": second,
        "team": pick(rng, TEAMS, split),
        "company": company(rng),
    }


def subjects(rng: random.Random, split: Split, count: int) -> list[str]:
    """What a document's parts are about: phrases of one topic (and a second one when it is long), none twice, in random order."""
    topics = list(TOPICS[split].values())
    phrases = rng.choice(topics).split(",")
    while len(phrases) < count:
        phrases += [p for p in rng.choice(topics).split(",") if p not in phrases]
    return [f"{pick(rng, MODIFIERS, split)} {p}" if rng.random() < 0.3 else p for p in rng.sample(phrases, count)]


def sentence(rng: random.Random, split: Split, subject: str) -> str:
    """A sentence that opens with its subject."""
    opening = rng.choice(("The ", "The ", "Our ", "", "This year the ", "As agreed, the ", "Last week our "))
    text = opening + subject
    return text[0].upper() + text[1:] + " " + rng.choice(PREDICATES).format(**values(rng, split)) + "."


def remark(rng: random.Random, split: Split) -> str:
    """A sentence that can follow any other."""
    return rng.choice(SECOND).format(**values(rng, split))


def new_text(rng: random.Random, split: Split, words: int = 0) -> str:
    """Text for a person to ask for: a sentence, or a short phrase."""
    fresh = subjects(rng, split, 1)[0]
    v = values(rng, split)
    if words:
        options = [
            fresh.title(),
            fresh.capitalize(),
            f"{coined(rng)} {fresh.split()[-1].capitalize()}",
            v["company"],
            f"{v['city']} {v['month']}",
            f"{v['team']} Team",
            f"{code(rng)}",
            f"{v['month']} {fresh.split()[-1]}",
            f"Project {coined(rng)}",
            f"{fresh.capitalize()} {rng.randint(2019, 2031)}",
        ]
        return rng.choice(options)
    options = [
        sentence(rng, split, fresh),
        remark(rng, split),
        f"{rng.choice(('Note', 'Update', 'Reminder', 'Important'))}: {sentence(rng, split, fresh)}",
        f"Contact {person(rng)} at {v['company']} for help.",
        f"See document {code(rng)} for the {fresh}.",
        f"Approved by {person(rng)} on {date(rng)}.",
        f"We meet in {v['city']} at {v['hour']}.",
    ]
    return rng.choice(options)
