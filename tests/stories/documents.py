"""The documents that the stories send, as a third party would write them."""

from __future__ import annotations

CASE = """
  id number version state firmWord kind categoryCode categoryIsGuessed promisedOn promise light
  round outcome verdict closedBy viewerActions question declineWhere upholdExplanation visibility
  firm { id name } leadDepartment { code name }
  replies(first: 10) { edges { node { text outcome round publishedAt } } }
  tasks(first: 10) { edges { node { id version state round viewerActions light dueOn reply } } }
"""
TASK = f"""
  id version state round viewerActions startedAt contactedAt question reply sentBackReason
  submission {{ {CASE} }}
"""
ERRORS = "userErrors { code message path }"


def case_act(name: str, kind: str, extra: str = "") -> str:
    """Return the document of a mutation that answers with a case."""
    return f"""
    mutation Act($input: {kind}!) {{
      {name}(input: $input) {{ submission {{ {CASE} }} {extra} {ERRORS} }}
    }}"""


def task_act(name: str, kind: str) -> str:
    """Return the document of a mutation that answers with a task."""
    return f"""
    mutation Act($input: {kind}!) {{
      {name}(input: $input) {{ task {{ {TASK} }} {ERRORS} }}
    }}"""


WITH_TASKS = f"tasks {{ {TASK} }}"
FILE = case_act("submissionFile", "SubmissionFileInput")
OPEN = case_act("submissionOpen", "SubmissionEditInput")
ACCEPT = case_act("submissionAccept", "SubmissionAcceptInput")
ASK_INFO = case_act("submissionAskInfo", "SubmissionAskInfoInput")
ANSWER_INFO = case_act("submissionAnswerInfo", "SubmissionAnswerInfoInput")
DECLINE = case_act("submissionDecline", "SubmissionDeclineInput")
ANSWER_DIRECTLY = case_act("submissionAnswerDirectly", "SubmissionAnswerDirectlyInput")
UPHOLD = case_act("submissionUphold", "SubmissionUpholdInput")
EVALUATE = case_act("submissionEvaluate", "SubmissionEvaluateInput")
DISPATCH = case_act("submissionDispatch", "SubmissionDispatchInput", WITH_TASKS)
ACCEPT_AND_DISPATCH = case_act(
    "submissionAcceptAndDispatch", "SubmissionAcceptAndDispatchInput", WITH_TASKS
)
REDO = case_act("submissionRedo", "SubmissionRedoInput", WITH_TASKS)
RECORD_CONTACT = task_act("taskRecordContact", "TaskRecordContactInput")
REPORT_PROGRESS = task_act("taskReportProgress", "TaskTextInput")
ASK = task_act("taskAsk", "TaskAskInput")
REPLY = task_act("taskReply", "TaskTextInput")
ANSWER = task_act("taskAnswer", "TaskAnswerInput")
PASS = task_act("taskPass", "TaskEditInput")
SEND_BACK = task_act("taskSendBack", "TaskSendBackInput")
READ_CASE = f"query Case($id: ID!) {{ submission(id: $id) {{ {CASE} }} }}"
READ_TASK = f"query Task($id: ID!) {{ task(id: $id) {{ {TASK} }} }}"
LIST_TASKS = """
query { tasks(first: 100) { nodes { id department { code } submission { firm { name } } } } }"""
LIST_CASES = "query { submissions(first: 100) { nodes { id firm { name } } } }"
TIMELINE = """
query Timeline($id: ID!) {
  submission(id: $id) { timeline(first: 50) { nodes { id name payload organizationId } } }
}"""
ANYTHING = "query Anything($id: ID!) { node(id: $id) { id } }"
DEPARTMENT = """
query Department($codes: [String!]) {
  organizations(filter: {codes: $codes}, first: 20) { edges { node { id code name } } }
}"""
VIEWER = """
query {
  viewer { id name memberships(first: 5) { nodes { role areaCode organization { id code name } } } }
}"""
