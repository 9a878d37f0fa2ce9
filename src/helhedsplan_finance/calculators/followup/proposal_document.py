"""A proposed mapping as a document, and as the TOML file that a person completes."""

from collections.abc import Iterator

from helhedsplan_finance.calculators.followup.proposal_parts import Account, Proposed
from helhedsplan_finance.document.blocks import Block, Document, Facts, Points, Row, Table
from helhedsplan_finance.document.figure import Figure, money
from helhedsplan_finance.text import Lang, say, short, visible
from helhedsplan_finance.values.money import Kroner

_TAB = "\t"
_ALWAYS = ("date", "amount", "account")


def proposal_document(proposal: Proposed, lang: Lang) -> Document:
    """Return the form of the file, its columns, its accounts, and what is open."""
    form = proposal.mapping.file
    separator = say("postings.tab", lang) if form.separator == _TAB else form.separator
    stated = {
        "separator": separator,
        "decimal": form.decimal,
        "encoding": form.encoding if separator else None,
        "skip": str(form.skip),
        "date": form.date,
        "sign": say("postings.cost_minus" if form.sign == "udgift -" else "postings.cost_plus", lang),
    }
    facts = tuple((say(f"postings.form_{key}", lang), value) for key, value in stated.items() if value)
    columns = tuple((say(f"postings.column_{key}", lang), visible(name)) for key, name in proposal.columns.items())
    blocks: tuple[Block, ...] = (
        Facts(facts, say("postings.form", lang)),
        Facts(columns, say("postings.columns", lang)),
        _table(proposal, lang),
        Points(tuple(_open(proposal, lang)), "doubt"),
    )
    return Document(lang, say("postings.title", lang, file=proposal.file), (), blocks)


def _table(proposal: Proposed, lang: Lang) -> Table:
    heads = (
        "postings.column_account",
        "postings.column_text",
        "postings.count",
        "postings.sum",
        "postings.place",
    )
    rows = [
        Row(
            visible(one.account) or say("postings.blank_account", lang),
            (short(one.name), Figure(one.count, "number"), money(one.ore), one.post or say("postings.unplaced", lang)),
        )
        for one in proposal.accounts
    ]
    count, ore = sum(one.count for one in proposal.accounts), sum(one.ore for one in proposal.accounts)
    rows.append(Row(say("postings.total", lang), ("", Figure(count, "number"), money(ore), ""), total=True))
    return Table(say("postings.accounts", lang), tuple(say(head, lang) for head in heads), tuple(rows))


def _open(proposal: Proposed, lang: Lang) -> Iterator[str]:
    """Yield what is guessed, and what could not be placed or read."""
    for key in _ALWAYS:
        if key not in proposal.columns:
            yield say("postings.missing_column", lang, what=say(f"postings.column_{key}", lang).lower())
    if unplaced := proposal.unplaced:
        yield say(
            "postings.not_placed",
            lang,
            accounts=len(unplaced),
            all=len(proposal.accounts),
            count=sum(one.count for one in unplaced),
            amount=Kroner.from_ore(sum(one.ore for one in unplaced)),
        )
    if proposal.left:
        yield say("postings.no_columns_left", lang, found="; ".join(map(short, proposal.left)))
    if proposal.amounts:
        yield say("postings.sign_guess", lang, minus=proposal.minus, all=proposal.amounts)
    if proposal.day_first_guessed:
        yield say("postings.day_guess", lang)
    if proposal.unread:
        yield say("postings.unread", lang, count=len(proposal.unread), first=proposal.unread[0].why)


def proposal_toml(proposal: Proposed, lang: Lang) -> str:
    """Return the mapping as TOML; an account that is not placed is a comment to fill in."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment(say("postings.mapping_head", lang, file=proposal.file)))
    data = proposal.mapping.model_dump(mode="json", by_alias=True, exclude_none=True)
    for name in ("file", "column"):
        table = tomlkit.table()
        for key, value in data[name].items():
            table.add(key, value)
        document.add(name, table)
    placed = "".join(
        f"\n[[account]]\naccount = {_quoted(one.account)}  # {_named(one, lang)}\ncost = {_quoted(one.post)}\n"
        for one in proposal.accounts
        if one.post is not None
    )
    unplaced = [one for one in proposal.unplaced if one.account]
    open_ = "".join(
        f'\n# {_named(one, lang)}\n# [[account]]\n# account = {_quoted(one.account)}\n# cost = "…"\n'
        for one in unplaced
    )
    head = f"\n# {say('postings.mapping_unplaced', lang)}\n" if unplaced else ""
    return tomlkit.dumps(document) + placed + head + open_


def _quoted(text: str) -> str:
    import tomlkit

    return tomlkit.item(text).as_string()


def _named(one: Account, lang: Lang) -> str:
    """Return the name, the number and the sum of an account on one line, for a comment."""
    amount = Kroner.from_ore(one.ore).text("kr", lang)
    return say("postings.mapping_account", lang, name=short(one.name) or "–", count=one.count, amount=amount)
