"""Budget: what the plan files of the versions say, so that no file is needed beside the workbook."""

from helhedsplan_finance.excel.base.case_tables import PLAN_COSTS, PLAN_GIVEN, PLAN_POSTS, PLAN_STREAMS
from helhedsplan_finance.excel.base.worksheet import Sheet
from helhedsplan_finance.excel.case.case_entry import money, write_rows
from helhedsplan_finance.excel.case.case_figures import Figures
from helhedsplan_finance.excel.case.case_layout import Layout, stated_budgets
from helhedsplan_finance.text import say

_TITLES = {
    PLAN_COSTS: "casebook.title_plan_costs",
    PLAN_GIVEN: "casebook.title_plan_given",
    PLAN_STREAMS: "casebook.title_plan_streams",
}


def write(sheet: Sheet, layout: Layout, figures: Figures) -> None:
    """Write the posts, the costs, the financing and the contributions of each version with a plan file."""
    lang, budgets = layout.lang, stated_budgets(figures.versions)
    sheet.head(say("casebook.title_versionsbudget", lang), say("casebook.about_plans", lang))
    rows = {
        PLAN_POSTS: [
            {"nr": one.nr, "id": post.id, "name": post.name, "indsatsomraade": post.indsatsomraade}
            | {"art": post.art, "source": post.source}
            for one in budgets
            for post in one.posts.values()
        ],
        PLAN_COSTS: [
            {"nr": one.nr, "post": post, "year": year, "amount": money(ore)}
            for one in budgets
            for (post, year), ore in one.costs.items()
        ],
        PLAN_GIVEN: [
            {"nr": one.nr, "source": source, "year": year, "amount": money(ore)}
            for one in budgets
            for (source, year), ore in one.given.items()
        ],
        PLAN_STREAMS: [
            {"nr": one.nr, "id": id_, "source": source} for one in budgets for id_, source in one.streams.items()
        ],
    }
    for table, listed in rows.items():
        place = layout.at(table)
        if table in _TITLES:
            sheet.text(place.header - 1, 0, say(_TITLES[table], lang), "section")
        locked = [field.key for field in table.fields]
        computed = ["plan_key"] if table is PLAN_POSTS else []
        write_rows(sheet, layout, table, listed, computed=computed, locked=locked)
        if table is PLAN_POSTS:  # the key by which formulas find a post of a version
            for row, one in enumerate(listed, start=place.first):
                sheet.text(row, len(table.fields), f"{one['nr']}|{one['id']}", "small")
    sheet.finish({0: 10.0, 2: 30.0})
