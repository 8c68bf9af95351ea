"""Who may read what: the product's table of sight, as data.

This is written from the design and not from the code: the product has its rules in `visible_to`,
policies and the conditions of fields, and these tables say a second time, in other words, what they
must come to. That is why they stand with the tests; the product never reads them.

To read them: every field of the graph belongs to a class (fields.py), every class has one line
(`SIGHT`). The first class of a type is that of its rows: whoever it does not admit is told that
there is no such object. A field of another class is null to those whom its line does not admit.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.permissions.fields import FIELDS, LINKED

__all__ = ["FIELDS", "LINKED"]

COLUMNS = {
    "self": "the person it is about",
    "firm": "entrepreneur (ENTREPRENEUR)",
    "cham": "chamber head (CHAMBER_HEAD)",
    "fed": "Federation (FEDERATION)",
    "coor": "coordinator (COORDINATOR)",
    "dept": "department (OFFICER, DEPARTMENT_HEAD)",
    "lead": "leader (LEADER, TOP)",
    "depu": "deputy leader (LEADER, DEPUTY)",
    "offi": "leader's office (LEADER_OFFICE)",
    "supe": "supervisor (SUPERVISOR)",
    "audi": "auditor (AUDITOR)",
    "adm": "administrator (ADMIN)",
    "app": "program of its own (APP)",
    "none": "nobody, signed out",
}

WORDS = {
    "any": "yes, wherever the object itself may be seen",
    "own": "of his own firm, chamber, department or office",
    "area": "of his area and the areas below it",
    "both": "of his area, or of his own office",
    "port": "of his portfolio, in his area",
    "acts": "of the leaders for whom he acts",
    "samp": "drawn for audit or disputed, in his area",
    "-": "no",
}

PROGRAMS = {
    "same": "what its person may",
    "iden": "with the scope IDENTITY; of its own firm and person without",
    "full": "with the scope IDENTITY only",
    "nev": "never",
}

# What a line is about | who (columns as above) | what a token may of that.
SIGHT = """
class                | self firm cham fed  coor dept lead depu offi supe audi adm  app  none | program
public               | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | same
with the object      | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | same
case                 | -    own  own  area area own  area port area area samp -    -    -    | same
firm of a case       | -    own  own  area area own  area port area area -    -    -    -    | iden
hidden firm          | -    own  own  area -    -    area port -    -    -    -    -    -    | iden
nameless firm        | -    own  -    -    -    -    -    -    -    -    -    -    -    -    | same
hint at hidden firm  | -    own  own  area -    -    area port -    -    -    -    -    -    | iden
clock of the offices | -    -    -    any  any  any  any  any  any  any  any  -    -    -    | same
task                 | -    own  own  area area own  area port area area samp -    -    -    | same
leaders' part        | -    -    -    any  any  any  any  any  any  any  -    -    -    -    | same
support              | -    -    -    area area own  area port area area -    -    -    -    | same
published            | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | same
behind a publication | -    own  -    area area -    area -    area area -    -    -    -    | same
message              | -    own  own  area area own  area port area area -    -    -    -    | same
receipt              | -    own  -    -    -    -    -    -    -    -    -    -    -    -    | same
withdrawal           | -    own  -    -    -    -    -    -    -    area samp -    -    -    | same
why withdrawn        | -    any  -    -    -    -    -    -    -    any  -    -    -    -    | same
audit                | -    -    -    -    -    -    -    -    -    any  any  -    -    -    | same
move                 | -    own  own  area area own  area port area area samp -    -    -    | same
instruction          | -    -    -    area area own  area port area area -    -    -    -    | same
instruction text     | -    -    -    any  any  any  any  any  any  any  -    -    -    -    | nev
leader's desk        | any  -    -    -    -    -    -    -    acts -    -    -    -    -    | same
before a leader      | any  -    -    area -    -    -    -    acts -    -    -    -    -    | same
note                 | -    -    -    area area own  area port area area -    -    -    -    | iden
note, hidden firm    | -    -    -    area own  own  area own  own  own  -    -    -    -    | iden
chat                 | -    -    -    area area own  area port area area -    -    -    -    | iden
chat, hidden firm    | -    -    -    area -    -    area -    -    -    -    -    -    -    | iden
kept at the desk     | any  -    -    own  own  own  own  own  own  own  -    -    -    -    | same
work inside          | -    -    -    any  any  any  any  any  any  any  any  -    -    -    | same
attached             | -    own  own  area area own  area port area area samp -    -    -    | same
who attached         | -    own  own  area area own  area port area area -    -    -    -    | iden
colleague attached   | -    -    -    area area own  area port area area -    -    -    -    | iden
writer               | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | same
reply                | -    any  any  any  any  any  any  any  any  any  any  -    -    -    | same
reply not yet shown  | -    -    -    area area own  area port area area -    -    -    -    | same
own grade            | -    own  -    -    -    -    -    -    -    -    -    -    -    -    | nev
single answer        | -    own  -    -    -    -    -    -    -    area samp -    -    -    | nev
remark               | -    any  -    -    -    -    -    -    -    any  any  -    -    -    | nev
pressure             | -    -    -    -    -    -    -    -    -    any  -    -    -    -    | nev
taken away           | any  -    -    -    -    -    -    -    -    area -    -    -    -    | same
its address          | any  -    -    -    -    -    -    -    -    -    -    -    -    -    | same
brought in           | any  -    -    -    -    -    -    -    -    -    -    area -    -    | same
member of a chamber  | -    own  own  area area -    area -    area area -    area -    -    | iden
ground of a tier     | -    any  -    any  -    -    -    -    -    any  -    any  -    -    | same
firm in the register | -    own  own  area area -    area -    area area -    area -    -    | iden
register entry       | -    own  -    area area -    area -    area area -    area -    -    | iden
person               | any  -    -    both own  own  own  own  own  own  own  both -    -    | iden
person once reached  | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | iden
number in full       | any  -    -    -    -    -    -    -    -    -    -    -    -    -    | full
secret of a person   | any  -    -    -    -    -    -    -    -    -    -    -    -    -    | same
step                 | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | same
step inside          | -    -    -    area area area area area area area area area -    -    | same
step of supervision  | -    -    -    -    -    -    -    -    -    area -    -    -    -    | same
step of an audit     | -    -    -    -    -    -    -    -    -    area area -    -    -    | same
step of a past case  | -    -    -    area area -    area -    area area -    -    -    -    | same
role of who acted    | any  any  any  any  any  any  any  any  any  any  any  any  any  any  | same
leader who acted     | -    -    -    any  any  any  any  any  any  any  any  any  -    -    | same
actor of a firm      | -    own  own  -    -    -    -    -    -    -    -    -    -    -    | same
told to nobody       | -    -    -    -    -    -    -    -    -    -    -    -    -    -    | nev
"""

MEANINGS = {
    "public": "Areas, categories, duties, public bodies.",
    "with the object": "Whatever is seen wherever the object itself is.",
    "case": "The case: what the firm says, where it stands, what is promised.",
    "firm of a case": "Name of the firm behind a NORMAL or PUBLIC case, and of whoever filed it.",
    "hidden firm": "The same of a CONFIDENTIAL case: only the verifier and the leader know it.",
    "nameless firm": "What stands for a firm that filed without a name: its return code alone.",
    "hint at hidden firm": "What would give a CONFIDENTIAL firm away: its tier.",
    "clock of the offices": "By when the offices have to verify and dispatch.",
    "task": "What a department has to do for a case, and how far it is.",
    "leaders' part": "That a leader spoke on a case; the firm reads the released summary.",
    "support": "What a second department is asked beside the first, and its opinion.",
    "published": "The outcome of a case, told to everybody without whose it was.",
    "behind a publication": "Its words before it is published, and how it came about.",
    "message": "What the firm and those who handle its case write to each other.",
    "receipt": "That somebody read the case of a hidden firm: roles, never persons.",
    "withdrawal": "That and when a case was taken back, with a reason.",
    "why withdrawn": "The reason: one of them is that somebody asked for it.",
    "audit": "What the audit of a withdrawal found.",
    "move": "That a case went to another area; the area it left keeps this.",
    "instruction": "That a leader instructed, whom, until when; a department its own.",
    "instruction text": "The words of it, and what departments report back; programs count only.",
    "leader's desk": "When a leader read what: on his own desk and at his office alone.",
    "before a leader": "That the Federation put a case before a leader, and why.",
    "note": "What offices write to each other about a case.",
    "note, hidden firm": "The same where the firm hides: it may be named there.",
    "chat, hidden firm": "From which chat a case of a hidden firm came.",
    "kept at the desk": "Pieces of replies and saved lists, shared in an office.",
    "taken away": "That somebody took a list away as a file; never what stands in it.",
    "its address": "Where the file is fetched.",
    "brought in": "What became of the lines of an import.",
    "member of a chamber": "Which firm is a member of which chamber.",
    "ground of a tier": "Why a firm was chosen for a tier, refused, or left it.",
    "work inside": "What the offices say to each other about a task, a reply under review included.",
    "attached": "A file on the case.",
    "who attached": "Which of the firm's people sent a file.",
    "colleague attached": "Which person of an office sent a file.",
    "writer": "Which office wrote a message.",
    "chat": "From which chat a case came.",
    "reply": "A reply that the firm may read.",
    "reply not yet shown": "A reply that still waits for review.",
    "own grade": "The firm's grade, on its case.",
    "single answer": "One firm's answer to one reply: verdict, grade, whether it was called.",
    "remark": "What the firm wrote beside its answer; redacted for all but the firm.",
    "pressure": "That the firm was asked to withdraw, or to give a good mark.",
    "firm in the register": "A firm as such, without a case: its name and area.",
    "register entry": "Its credit code, its liaison, its places in tiers.",
    "person": "A person without a case, and the seats he holds.",
    "person once reached": "Name and masked number of a person one has come to by what one may see.",
    "number in full": "A phone number in full. Others need an act with a reason, which is logged.",
    "secret of a person": "His own tokens and sessions, and who saw his number.",
    "step": "What happened to an object one sees.",
    "step inside": "What happened between offices before the firm may read it.",
    "step of supervision": "That a firm said it was pressed.",
    "step of an audit": "That a withdrawal was audited.",
    "step of a past case": "What an area itself did with a case that has moved away.",
    "role of who acted": "In which role somebody acted.",
    "leader who acted": "That it was a leader: the firm reads a released summary.",
    "actor of a firm": "For which firm or chamber somebody acted.",
    "told to nobody": "That supervision looked; which of the firm's people wrote a message.",
}

# A class is another one where the object has this property.
VARIANTS = {
    ("firm of a case", "anonymous"): "nameless firm",
    ("hint at hidden firm", "anonymous"): "nameless firm",
    ("public", "nameless"): "nameless firm",
    ("firm of a case", "confidential"): "hidden firm",
    ("hint at hidden firm", "open"): "case",
    ("reply", "waiting"): "reply not yet shown",
    ("public", "firm"): "firm in the register",
    ("step", "internal"): "step inside",
    ("step", "to AUDITOR"): "step of an audit",
    ("step", "to SUPERVISOR"): "step of supervision",
    ("step", "past"): "step of a past case",
    ("step inside", "past"): "step of a past case",
    ("role of who acted", "by a leader"): "leader who acted",
    ("actor of a firm", "by a leader"): "leader who acted",
    ("actor of a firm", "by an office"): "public",
    ("published", "unpublished"): "behind a publication",
    ("writer", "from the firm"): "told to nobody",
    ("attached", "waiting"): "reply not yet shown",
    ("receipt", "by supervision"): "told to nobody",
    ("note", "hidden"): "note, hidden firm",
    ("chat", "hidden"): "chat, hidden firm",
    ("kept at the desk", "private"): "secret of a person",
    ("firm of a case", "by an office"): "case",
    ("who attached", "anonymous"): "nameless firm",
    ("who attached", "by an office"): "colleague attached",
    ("who attached", "confidential"): "hidden firm",
    ("secret of a person", "by supervision"): "told to nobody",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One class: the word of each column, and what programs may."""

    words: dict[str, str]
    program: str


def lines() -> dict[str, Line]:
    """Return the table of sight by class."""
    head, *body = [line.split("|") for line in SIGHT.strip().splitlines()]
    columns = head[1].split()
    return {
        name.strip(): Line(dict(zip(columns, words.split(), strict=True)), program.strip())
        for name, words, program in body
    }


def class_of(type_name: str, field: str, tags: frozenset[str] = frozenset()) -> str:
    """Return the class of a field, of an object with these properties; raises KeyError."""
    classes = FIELDS[type_name].items()
    found = next((name for name, fields in classes if field in fields.split()), None)
    if found is None:
        raise KeyError(f"{type_name}.{field}")
    for tag in sorted(tags):
        found = VARIANTS.get((found, tag), found)
    return found


def is_told(type_name: str, field: str) -> bool:
    """Say whether the field has a class."""
    return any(field in fields.split() for fields in FIELDS.get(type_name, {}).values())
