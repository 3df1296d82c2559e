"""Words that generated workbooks are made of. `train` and `test` draw from disjoint pools."""

from __future__ import annotations

import random
from collections.abc import Mapping

from lam.tasks.base import Split

Pools = Mapping[str, tuple[str, ...]]

_ADJECTIVES = {
    "train": "Steel Compact Classic Heavy Soft Bright Solid Smart Mini Large Folding Wooden Silver Cotton Leather Ceramic Round Square "
    "Portable Quiet Double "
    "Natural Modern Travel Garden Office Kitchen Winter Summer Basic Premium Slim Deluxe Urban Rapid Fresh Dark Light Grand Narrow",
    "test": "Copper Sturdy Velvet Rustic Nordic Clear Matte Bamboo Linen Hollow Curved Vivid Alpine Coastal Frosted Woven",
}
_THINGS = {
    "train": "Desk Chair Lamp Bolt Kettle Mug Backpack Tent Drill Hammer Notebook Pencil Printer Monitor Keyboard Cable Bottle Plate "
    "Blanket Pillow Towel Shelf "
    "Cabinet Mirror Clock Fan Heater Toaster Blender Wallet Belt Scarf Jacket Boots Gloves Helmet Bicycle Charger Speaker Camera Tripod "
    "Router Tablet Stapler",
    "test": "Lantern Hammock Teapot Bench Rug Vase Ladder Wheelbarrow Saddle Canoe Paddle Compass Easel Quilt Trolley Whistle Beaker Funnel",
}
_PLACES = {
    "train": "London Paris Berlin Madrid Rome Vienna Oslo Dublin Lisbon Prague Warsaw Athens Boston Chicago Denver Seattle Dallas Toronto "
    "Sydney Tokyo Mumbai Cairo "
    "Lagos Lima Bogota Santiago Manila Seoul Munich Hamburg Lyon Milan Turin Porto Leeds Bristol Ghent Basel Geneva Zurich Krakow Riga "
    "Tallinn Vilnius",
    "test": "Helsinki Malmo Seville Naples Cardiff Glasgow Austin Phoenix Montreal Perth Osaka Delhi Nairobi Quito Hanoi Bremen Nantes "
    "Graz Utrecht Bergen",
}
_REGIONS = {
    "train": "North South East West Central Northeast Southeast Northwest Southwest Coast Midlands Highlands Islands Capital Export Domestic",
    "test": "Alps Valley Baltic Lakeside Metro Rural Harbour Prairie",
}
_NAMES = {
    "train": "Anna Ben Clara David Emma Felix Grace Henry Ivy Jack Karen Leo Maria Noah Olivia Paul Quinn Rosa Sam Tina Uma Victor Wendy "
    "Xavier Yara Zoe Alice Bob "
    "Carol Dan Eva Frank Gina Hugo Iris Jonas Kate Lars Mona Nils",
    "test": "Amir Bella Cyril Dora Elias Flora Gavin Hana Igor Jade Kurt Lena Milo Nora Otto Petra Ravi Sonia Theo Vera",
}
_TEAMS = {
    "train": "Marketing|Finance|Support|Logistics|Design|Legal|Research|Purchasing|Engineering|Human Resources|Operations|Quality|Training|"
    "Security|Facilities|IT|"
    "Production|Planning|Customer Care|Sales Team",
    "test": "Compliance|Editorial|Field Service|Warehouse|Analytics|Catering|Reception|Payroll|Outreach|Maintenance",
}
_EXPENSES = {
    "train": "Rent|Electricity|Water|Insurance|Travel|Software|Salaries|Postage|Cleaning|Advertising|Repairs|Phone|Internet|Furniture|"
    "Taxes|Fuel|Hotel|Groceries|"
    "Bank fees|Office supplies|Books|Parking|Consulting|Web hosting|Meals|Gifts|Equipment|Licences",
    "test": "Heating|Childcare|Subscriptions|Freight|Printing|Legal fees|Donations|Uniforms|Waste removal|Tolls|Courier|Storage|Medicine|"
    "Garden care|Tickets",
}
_SUBJECTS = {
    "train": "Math|Physics|Biology|Chemistry|History|Geography|Music|Art|English|Spanish|German|French|Sports|Economics",
    "test": "Latin|Drama|Ethics|Astronomy|Geology|Statistics|Italian|Philosophy",
}
_PHASES = {
    "train": "Planning|Kickoff|Draft|Review|Testing|Launch|Survey|Interviews|Budgeting|Hiring|Design phase|Prototype|Delivery|Handover|"
    "Audit|Migration|Rollout|"
    "Documentation|Feedback|Approval|Procurement|Site visit",
    "test": "Scoping|Pilot|Translation|Inspection|Assembly|Calibration|Mock-up|Briefing|Tendering|Retrospective|Archiving|Sign-off",
}
_STATUS = {
    "train": "Open|Closed|Pending|Paid|Done|Late|Active|Cancelled|Shipped|New|Approved|Rejected",
    "test": "Waiting|Finished|Blocked|Invoiced|Returned|Confirmed|Draft|Expired",
}
_CATEGORIES = {
    "train": "Furniture|Electronics|Clothing|Food|Books|Toys|Garden|Tools|Sports|Health|Music|Stationery",
    "test": "Jewellery|Crafts|Pets|Outdoor|Lighting|Bath|Cycling|Camping",
}
_SYLLABLES = {
    "train": "ba be bo da de di do fa fi ga go ka ke ki ko la le li lo lu ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti "
    "to va ve vi zo",
    "test": "bri cra dru fle gri ja jo ju kra nu plo qua shi sta swe tha tri wa we wu xa yo zu",
}

MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def word(rng: random.Random, split: Split) -> str:
    """An invented word such as `Toravi`, so that no model can learn the values by heart."""
    return "".join(rng.choice(_SYLLABLES[split].split()) for _ in range(rng.randint(2, 4))).capitalize()


def code(rng: random.Random, split: Split) -> str:
    """An article number such as `KX-204`."""
    letters = "ABCDEFGHKLMNPRST" if split == "train" else "JQUVWXYZ"
    return "".join(rng.choice(letters) for _ in range(2)) + rng.choice(["-", ""]) + str(rng.randint(10, 9999))


def product(rng: random.Random, split: Split) -> str:
    thing = rng.choice(_THINGS[split].split())
    shape = rng.random()
    if shape < 0.45:
        return f"{rng.choice(_ADJECTIVES[split].split())} {thing}"
    if shape < 0.7:
        return thing
    return f"{thing} {word(rng, split)}" if shape < 0.85 else f"{word(rng, split)} {thing}"


def company(rng: random.Random, split: Split) -> str:
    return f"{word(rng, split)} {rng.choice(['Ltd', 'GmbH', 'Inc', 'Group', 'Foods', 'Media', 'Labs', 'Trading', 'Partners', 'Motors'])}"


_LISTS = {
    "place": {s: tuple(v.split()) for s, v in _PLACES.items()},
    "region": {s: tuple(v.split()) for s, v in _REGIONS.items()},
    "person": {s: tuple(v.split()) for s, v in _NAMES.items()},
    "team": {s: tuple(v.split("|")) for s, v in _TEAMS.items()},
    "expense": {s: tuple(v.split("|")) for s, v in _EXPENSES.items()},
    "subject": {s: tuple(v.split("|")) for s, v in _SUBJECTS.items()},
    "phase": {s: tuple(v.split("|")) for s, v in _PHASES.items()},
    "status": {s: tuple(v.split("|")) for s, v in _STATUS.items()},
    "category": {s: tuple(v.split("|")) for s, v in _CATEGORIES.items()},
}


def draw(rng: random.Random, pool: str, split: Split) -> str:
    """One value of a pool: a place, a product, a person, ..."""
    if pool == "product":
        return product(rng, split)
    if pool == "company":
        return company(rng, split)
    if pool == "code":
        return code(rng, split)
    if pool == "email":
        return f"{rng.choice(_LISTS['person'][split]).lower()}{rng.randint(1, 99)}@example.{rng.choice(['com', 'org', 'net'])}"
    values = _LISTS[pool][split]
    if pool in ("place", "expense", "phase") and rng.random() < 0.1:
        return word(rng, split)
    return rng.choice(values)


def distinct(rng: random.Random, pool: str, split: Split, count: int) -> list[str]:
    """`count` different values of a pool; numbered names when the pool runs out."""
    found: list[str] = []
    for attempt in range(count * 30):
        if len(found) == count:
            break
        value = draw(rng, pool, split)
        if attempt > count * 10:
            value = f"{value} {rng.randint(2, 99)}"
        if value not in found:
            found.append(value)
    return found
