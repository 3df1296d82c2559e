"""What generated tables are about. `train` and `test` topics are disjoint."""

from __future__ import annotations

from dataclasses import dataclass

from lam.tasks.base import Split


@dataclass(frozen=True)
class Topic:
    """The making of one list: one row per label."""

    sheets: str
    titles: str
    labels: str
    pool: str
    columns: str
    """`Header/Other header:kind:low:high`, separated by `;`. Kinds: int, money, percent, date, text (then the pool instead of bounds)."""


_TRAIN = (
    Topic(
        "Orders/Order list/Sheet1",
        "Customer orders/Order overview/Open orders",
        "Order/Order No/Reference",
        "code",
        "Customer:text:company;Quantity/Units/Pieces:int:1:90;Unit price/Price:money:2:180;Status:text:status;Order date/Date:date:0:300",
    ),
    Topic(
        "Inventory/Stock/Warehouse",
        "Inventory list/Stock on hand/Warehouse stock",
        "Product/Item/Article",
        "product",
        "Category:text:category;Stock/In stock/Quantity:int:0:400;Price/Unit cost/Unit price:money:1:250;Reorder "
        "level/Minimum:int:5:60;Supplier:text:company",
    ),
    Topic(
        "Expenses/Costs/Spending",
        "Office expenses/Yearly expenses/Expense report",
        "Category/Expense/Item",
        "expense",
        "Budget/Planned:money:100:9000;Actual/Spent:money:80:9900;Paid on/Date:date:0:360;Responsible/Owner:text:person",
    ),
    Topic(
        "Staff/Employees/Team",
        "Staff list/Employee overview",
        "Name/Employee/First name",
        "person",
        "Department/Team:text:team;Salary/Monthly pay:money:1800:7200;Hours/Weekly hours:int:8:42;Hired/Start "
        "date:date:-2500:0;Age:int:19:64;City:text:place",
    ),
    Topic(
        "Grades/Marks/Class",
        "Class results/Exam results/Report cards",
        "Student/Pupil/Name",
        "person",
        "Homework:int:20:100;Midterm/Test 1:int:20:100;Final/Final exam/Test 2:int:15:100;Absences:int:0:12;Project:int:30:100",
    ),
    Topic(
        "Budget/Plan/Finance",
        "Department budget/Budget plan/Cost plan",
        "Department/Team/Unit",
        "team",
        "Budget/Allocated:money:5000:90000;Spent/Used:money:3000:88000;Headcount/Staff:int:2:45;Share/Quota:percent:0:100",
    ),
    Topic(
        "Branches/Stores/Locations",
        "Store comparison/Branch figures/Locations",
        "City/Branch/Store",
        "place",
        ""
        "Sales/Revenue/Turnover:money:8000:95000;Visitors/Customers:int:200:9000;Staff/Employees:int:3:40;Region:text:region;Growth/Change:percent:-20:45",
    ),
    Topic(
        "Project/Tasks/Schedule",
        "Project plan/Task list/Project schedule",
        "Task/Step/Activity",
        "phase",
        "Owner/Assigned "
        "to:text:person;Start/Begin:date:0:120;End/Due/Deadline:date:121:240;Hours/Effort:int:2:120;Status:text:status;Done/Progress:percent:0:100",
    ),
    Topic(
        "Invoices/Billing/Receivables",
        "Unpaid invoices/Invoice register/Billing overview",
        "Invoice/Invoice No/Number",
        "code",
        "Client/Customer:text:company;Amount/Net amount/Total net:money:40:9500;VAT/Tax:money:5:900;Due date/Due:date:0:200;Status:text:status",
    ),
    Topic(
        "Suppliers/Vendors/Partners",
        "Supplier rating/Vendor list",
        "Supplier/Vendor/Company",
        "company",
        "City/Location:text:place;Orders/Deliveries:int:1:80;Volume/Spend:money:500:60000;Rating/Score:int:1:10;Discount:percent:0:25",
    ),
    Topic(
        "Courses/Subjects/Curriculum",
        "Course statistics/Subjects this year",
        "Subject/Course",
        "subject",
        "Teacher/Lecturer:text:person;Students/Participants:int:8:60;Hours/Lessons:int:10:90;Fee/Price:money:20:400;Pass rate/Passed:percent:40:100",
    ),
    Topic(
        "Prices/Price list/Products",
        "Price list/Product catalogue/Price overview",
        "Product/Article/Item name",
        "product",
        "Code/Article no:text:code;Net price/Price/List price:money:3:600;Discount/Rebate:percent:0:40;Weight/Weight "
        "(kg):int:1:60;Category/Group:text:category",
    ),
    Topic(
        "Contacts/Members/Customers",
        "Customer list/Mailing list/Club members",
        "Name/Contact/Member",
        "person",
        "Email:text:email;City/Town:text:place;Joined/Since:date:-1500:0;Points/Visits:int:0:500;Fee/Donation:money:5:300",
    ),
    Topic(
        "Trips/Travel/Journeys",
        "Business trips/Travel costs/Travel report",
        "Destination/City/Trip to",
        "place",
        "Traveller/Employee:text:person;Days/Nights:int:1:14;Flights/Transport:money:60:1400;Hotel/Lodging:money:50:1600;Meals:money:10:400",
    ),
)
_TEST = (
    Topic(
        "Equipment/Rentals/Gear",
        "Rental equipment/Gear for hire",
        "Gear/Object/Model",
        "product",
        "Rented/Loans:int:0:90;Daily rate/Rate:money:3:75;Deposit/Security:money:10:400;Condition:text:status;Last service/Checked:date:0:300",
    ),
    Topic(
        "Donors/Fundraising/Campaign",
        "Donations received/Spring campaign",
        "Donor/Sponsor/Organisation",
        "company",
        "Pledged/Promised:money:50:9000;Received/Collected:money:20:8000;Town:text:place;Calls/Contacts made:int:1:25;Response/Return:percent:0:100",
    ),
    Topic(
        "Energy/Meters/Consumption",
        "Meter readings/Energy use",
        "Building/Site/Plant",
        "place",
        "Electricity/Power:int:300:9000;Gas/Heat:int:100:7000;Cost/Charges:money:50:3000;Inspector/Reader:text:person;Saving/Reduction:percent:-10:30",
    ),
    Topic(
        "Shifts/Roster/Volunteers",
        "Volunteer roster/Shift plan",
        "Volunteer/Helper/Guide",
        "person",
        "Group/Crew:text:team;Shifts/Turns:int:1:20;Overtime/Extra hours:int:0:30;Allowance/Bonus:money:5:250;First shift/Since:date:0:250",
    ),
    Topic(
        "Household/Home/Family",
        "Household budget/Family costs",
        "Cost item/Purpose",
        "expense",
        "Estimate/Expected:money:10:900;Bill/Real cost:money:10:950;Paid by/Payer:text:person;Times/Count:int:1:30",
    ),
    Topic(
        "Workshop/Seminar/Sessions",
        "Workshop sessions/Seminar plan",
        "Session/Module/Stage",
        "phase",
        "Trainer/Host:text:person;Seats/Places:int:5:80;Booked/Registered:int:0:80;Ticket/Entrance:money:5:150;Day/Held on:date:0:200",
    ),
)
TOPICS: dict[Split, tuple[Topic, ...]] = {"train": _TRAIN, "test": _TEST}

MEASURES: dict[Split, tuple[str, ...]] = {
    "train": (
        "Sales",
        "Revenue",
        "Costs",
        "Profit",
        "Orders",
        "Visitors",
        "Downloads",
        "Expenses",
        "Income",
        "Calls",
        "Tickets",
        "Rainfall",
        "Units sold",
        "Savings",
        "Production",
        "Returns",
        "Salaries",
        "Marketing",
        "Rent",
        "Clicks",
        "Subscribers",
        "Deliveries",
        "Bookings",
        "Margin",
        "Investment",
    ),
    "test": (
        "Sales",
        "Turnover",
        "Donations",
        "Footfall",
        "Fares",
        "Consumption",
        "Waste",
        "Overtime",
        "Exports",
        "Repairs",
        "Sign-ups",
        "Rentals",
        "Mileage",
        "Yield",
    ),
}
"""Columns of tables by month, quarter or date. `Sales` is in both: the sample task asks for it."""

SHEET_NAMES: dict[Split, tuple[str, ...]] = {
    "train": (
        "Sales",
        "Report",
        "Overview",
        "Sheet1",
        "2023",
        "Summary",
        "Figures",
        "Results",
        "Data",
        "Year",
        "Numbers",
        "Monthly",
        "Statistics",
        "Forecast",
    ),
    "test": ("Sales", "Table", "Records", "Totals", "2019", "Tracking", "Monitor", "Tally", "Yearbook"),
}
TITLES: dict[Split, tuple[str, ...]] = {
    "train": (
        "Annual report",
        "Yearly figures",
        "Monthly overview",
        "Performance 2023",
        "Key figures",
        "Sales report",
        "Business summary",
        "Financial overview",
    ),
    "test": ("Track record", "Season statistics", "Operating numbers", "Activity log 2019", "Company pulse", "Sales summary"),
}
