"""The documents that the desk sends."""

from __future__ import annotations

PREVIEW = """
query Preview($text: String!) {
  pastePreview(text: $text) {
    omitted
    lines {
      index author saidAt text quoted hasAttachment recognition personId categoryCode score reasons
      isTicked repeats alikeLines
      firm { id name } candidates { name }
      alikeSubmissions { likeness submission { number } }
      filed { number }
    }
  }
}"""
ROWS = """
rows { index wasThere userErrors { code message path } submission {
  id number state version channel categoryCode firm { id name } contact { name }
  pastedFrom { author saidAt filedBy { name } } groupAnswer
} }
userErrors { code message path }
"""
FILE = f"mutation F($input: PasteFileInput!) {{ pasteFile(input: $input) {{ {ROWS} }} }}"
CALL = """
mutation C($input: CallRecordInput!) {
  callRecord(input: $input) {
    submission { id number channel state firm { id name creditCode } contact { name } }
    userErrors { code message path }
  }
}"""
CALLER = "query W($phone: String!) { caller(phone: $phone) { person { name } firms { name } } }"
NOTE = """
mutation N($input: NoteWriteInput!) {
  noteWrite(input: $input) { note { id text author { name } } userErrors { code message path } }
}"""
NOTES = """
query N($id: ID!) {
  submission(id: $id) {
    notes(first: 10) { totalCount nodes { id text author { name } organization { name } } }
    answeringMarks { person { name } until }
    pastedFrom { author }
    groupAnswer
    timeline(first: 50) { totalCount nodes { id name payload } }
  }
  events(first: 100) { events { name } }
}"""
ANYTHING = "query A($id: ID!) { node(id: $id) { id } }"
CANDIDATES = """
query C($id: ID!, $search: String! = "") {
  mentionCandidates(submissionId: $id, search: $search) { id name }
}"""
SETTLE = """
mutation S($input: MentionSettleInput!) {
  mentionSettle(input: $input) { mention { id doneAt } userErrors { code message path } }
}"""
MARK = """
mutation M($input: AnsweringMarkInput!) {
  answeringMarkSet(input: $input) { mark { until person { name } } userErrors { code message path } }
}"""
UNMARK = """
mutation M($input: AnsweringMarkInput!) {
  answeringMarkClear(input: $input) { submission { id } userErrors { code message path } }
}"""
SNIPPET = """
mutation S($input: SnippetSaveInput!) {
  snippetSave(input: $input) {
    snippet { id version title text isShared isOwn } userErrors { code message path }
  }
}"""
SNIPPETS = "query { snippets(first: 100) { nodes { id title isOwn version } } }"
FORGET_SNIPPET = """
mutation S($input: DeskDeleteInput!) {
  snippetDelete(input: $input) { snippet { id } userErrors { code message path } }
}"""
VIEW = """
mutation V($input: SavedViewSaveInput!) {
  savedViewSave(input: $input) {
    savedView { id version name target filter isShared isOwn } userErrors { code message path }
  }
}"""
VIEWS = "query { savedViews(first: 100) { nodes { id name filter isOwn } } }"
FORGET_VIEW = """
mutation V($input: DeskDeleteInput!) {
  savedViewDelete(input: $input) { savedView { id } userErrors { code message path } }
}"""
OPEN = (
    f"mutation O($input: SubmissionsEditInput!) {{ submissionsOpen(input: $input) {{ {ROWS} }} }}"
)
ACCEPT = f"""
mutation A($input: SubmissionsAcceptInput!) {{ submissionsAccept(input: $input) {{ {ROWS} }} }}"""
ACCEPT_AND_DISPATCH = f"""
mutation D($input: SubmissionsAcceptAndDispatchInput!) {{
  submissionsAcceptAndDispatch(input: $input) {{ {ROWS} }}
}}"""
HAND_OVER = """
mutation H($input: DeskHandOverInput!) {
  deskHandOver(input: $input) {
    tasks { id } supports { id } submissions { id } keptTasks { id } keptSubmissions { id }
    mentionCount userErrors { code message path }
  }
}"""
TODOS = """
query T($kinds: [TodoKind!], $first: Int, $after: String, $last: Int, $before: String) {
  todos(kinds: $kinds, first: $first, after: $after, last: $last, before: $before) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes {
      key kind dueAt light
      submission { id number } task { id state } mention { id note { text } }
    }
  }
  todoCounts { kind count }
}"""
