"""Which event is told to whom, and in which words: every notice of the product on one page.

Words may hold `{number}` (of the case), `{due}` and `{department}`; never what somebody wrote, a
phone number, the name of a firm, or the text of an instruction.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from backend.errors import Language, Words
from backend.notifications import telling
from backend.notifications.telling import Audience, Told


def _told(to: Audience, zh: str, en: str) -> Told:
    return Told(to, Words(zh, en))


_FIRM, _CHAMBER, _DEPARTMENT = Audience.FIRM, Audience.CHAMBER, Audience.DEPARTMENT
_CLERK, _FEDERATION = Audience.CLERK, Audience.FEDERATION
_COORDINATOR, _SUPERVISOR = Audience.COORDINATOR, Audience.SUPERVISOR
_HEAD, _LEADER = Audience.HEAD, Audience.LEADER

NOTICES: Mapping[str, tuple[Told, ...]] = MappingProxyType(
    {
        "submission.filed": (
            _told(
                _FEDERATION,
                "新诉求 {number}，请在{due}前核实",
                "New case {number}: verify it by {due}",
            ),
            _told(_FIRM, "已为您提交 {number}", "{number} was filed for you"),
        ),
        "submission.accepted": (
            _told(
                _FIRM, "{number} 已受理，{due}前答复您", "{number} was accepted: an answer by {due}"
            ),
        ),
        "submission.dispatched": (
            _told(
                _DEPARTMENT, "新任务 {number}，请在{due}前办结", "New task {number}: due by {due}"
            ),
            _told(_FIRM, "{number} 已交{department}办理", "{number} is with {department}"),
        ),
        "submission.info_asked": (
            _told(
                _FIRM,
                "{number} 请您在{due}前补充情况",
                "{number}: please add what is asked by {due}",
            ),
            _told(_CHAMBER, "{number} 待补充情况", "{number} waits for an answer"),
        ),
        "submission.info_given": (
            _told(_CLERK, "企业已补充 {number}", "The firm answered on {number}"),
        ),
        "submission.info_added": (
            _told(_CLERK, "企业为 {number} 补充了材料", "The firm added to {number}"),
            _told(_DEPARTMENT, "企业为 {number} 补充了材料", "The firm added to {number}"),
        ),
        "submission.lapsed": (
            _told(_FIRM, "{number} 因未补充情况已办结", "{number} was closed: nothing was added"),
        ),
        "submission.declined": (
            _told(
                _FIRM, "{number} 未受理，请看去哪里办", "{number} was not taken on: see where to go"
            ),
            _told(_CHAMBER, "{number} 未受理", "{number} was not taken on"),
        ),
        "submission.review_requested": (
            _told(
                _FEDERATION,
                "企业请求复核 {number}，请换人核实",
                "{number}: another verifier, please",
            ),
        ),
        "submission.moved": (
            _told(_FEDERATION, "{number} 转入本地区，请核实", "{number} was moved to your area"),
            _told(_FIRM, "{number} 已转由其他地区办理", "{number} was moved to another area"),
        ),
        "submission.answered": (
            _told(_FIRM, "{number} 已答复，请您评价", "{number} was answered: is it solved?"),
            _told(_CHAMBER, "{number} 已答复", "{number} was answered"),
        ),
        "submission.timed_out": (
            _told(_FIRM, "{number} 超过确认期限，默认办结", "{number} was closed by silence"),
        ),
        "submission.disputed": (
            _told(_COORDINATOR, "企业对 {number} 的答复提出异议", "The firm disputes {number}"),
            _told(_DEPARTMENT, "企业对 {number} 的答复提出异议", "The firm disputes {number}"),
        ),
        "submission.redone": (
            _told(_FIRM, "{number} 将重新办理", "{number} is being handled again"),
        ),
        "submission.upheld": (
            _told(_FIRM, "{number} 维持原答复，请看说明", "{number}: the answer stands, see why"),
        ),
        "submission.withdrawn": (
            _told(_CLERK, "企业撤回了 {number}", "The firm withdrew {number}"),
            _told(_DEPARTMENT, "企业撤回了 {number}", "The firm withdrew {number}"),
        ),
        "task.asked": (
            _told(
                _FIRM, "{department}就 {number} 有问题请您回复", "{department} asks about {number}"
            ),
        ),
        "task.replied": (
            _told(_DEPARTMENT, "企业回复了 {number} 的问题", "The firm replied on {number}"),
        ),
        "task.resumed": (
            _told(_DEPARTMENT, "{number} 继续计时", "The clock of {number} runs again"),
        ),
        "task.sent_back": (
            _told(_DEPARTMENT, "{number} 的答复被退回修改", "The reply to {number} was sent back"),
        ),
        "task.progress_reported": (
            _told(_FIRM, "{number} 有新进展", "{number}: there is progress"),
        ),
        "task.answered": (
            _told(
                _COORDINATOR,
                "{department}的答复待审核：{number}",
                "{department} claims {number}: review it",
            ),
        ),
        "task.return_requested": (
            _told(
                _COORDINATOR,
                "{department}申请退回 {number}，请裁定",
                "{department} returns {number}: rule on it",
            ),
        ),
        "task.ruled": (
            _told(_DEPARTMENT, "{number} 的退回已裁定", "The return of {number} was ruled on"),
        ),
        "task.extension_asked": (
            _told(
                _COORDINATOR,
                "{department}申请延期 {number}",
                "{department} asks for more time on {number}",
            ),
        ),
        "task.extension_granted": (
            _told(_DEPARTMENT, "{number} 准予延期至{due}", "{number} has until {due}"),
            _told(_FIRM, "{number} 延期至{due}办结", "{number} is extended to {due}"),
        ),
        "task.extension_refused": (
            _told(_DEPARTMENT, "{number} 未获准延期", "{number} gets no more time"),
        ),
        "task.contested": (
            _told(
                _DEPARTMENT,
                "企业表示已回复，{number} 继续计时",
                "{number}: the firm says it had replied",
            ),
        ),
        "task.listed": (
            _told(_DEPARTMENT, "{number} 列入长期推进", "{number} was listed for the long run"),
            _told(_FIRM, "{number} 列入长期推进", "{number} was listed for the long run"),
        ),
        "task.cancelled": (
            _told(_DEPARTMENT, "{number} 的任务已取消", "The task of {number} was cancelled"),
        ),
        "submission.reassigned": (
            _told(
                _DEPARTMENT, "新任务 {number}，请在{due}前办结", "New task {number}: due by {due}"
            ),
            _told(_FIRM, "{number} 改由{department}办理", "{number} is now with {department}"),
        ),
        "submission.task_added": (
            _told(
                _DEPARTMENT, "新任务 {number}，请在{due}前办结", "New task {number}: due by {due}"
            ),
        ),
        "submission.message_posted": (
            _told(Audience.OTHER_SIDE, "{number} 有新留言", "{number}: there is a new message"),
        ),
        "submission.filed_for_member": (
            _told(_FIRM, "商会代您提交了 {number}", "Your chamber filed {number} for you"),
        ),
        "submission.taken_over": (
            _told(_CHAMBER, "企业自行跟进 {number}", "The firm follows {number} itself"),
        ),
        "submission.sent_to_leader": (
            _told(_LEADER, "{number} 请您阅示", "{number} was sent to your desk"),
        ),
        "submission.leader_summary_released": (
            _told(_FIRM, "市领导已关注 {number}", "A leader has looked at {number}"),
        ),
        "submission.pressure_reported": (
            _told(_SUPERVISOR, "{number} 有情况需要了解", "{number}: something to look into"),
        ),
        "support.requested": (
            _told(Audience.SUPPORTER, "请协办 {number}", "Support is asked for on {number}"),
        ),
        "support.opinion_given": (
            _told(_DEPARTMENT, "{number} 有协办意见", "An opinion was given on {number}"),
        ),
        "support.declined": (
            _told(
                _COORDINATOR,
                "{number} 的协办被退回，请裁定",
                "Support on {number} was declined: rule",
            ),
        ),
        "instruction.issued": (
            _told(
                _HEAD,
                "领导对 {number} 有批示，请签收",
                "A leader wrote on {number}: acknowledge it",
            ),
        ),
        "instruction.reported_back": (
            _told(_LEADER, "{number} 已反馈，请阅", "{number}: there is a report back"),
        ),
        "instruction.sent_back": (
            _told(_HEAD, "{number} 的反馈需补充", "The report back on {number} is not enough"),
        ),
        "instruction.accepted": (
            _told(_HEAD, "{number} 的反馈已认可", "The report back on {number} was accepted"),
        ),
        "note.written": (
            _told(Audience.MENTIONED, "有人在 {number} 中提到您", "You were mentioned on {number}"),
        ),
        "publication.proposed": (
            _told(
                _FIRM,
                "拟公开 {number} 的办理结果，请您确认",
                "May the outcome of {number} be published?",
            ),
        ),
        "publication.consented": (
            _told(_COORDINATOR, "企业同意公开 {number}", "The firm agrees to publish {number}"),
        ),
        "submission.split": (
            _told(_FIRM, "{number} 已分为几件办理", "{number} was split into several cases"),
        ),
        "submission.complaint_marked": (
            _told(
                _SUPERVISOR, "{number} 投诉办理单位，请您处理", "{number} complains about an office"
            ),
        ),
        "submission.withdrawal_audited": (
            _told(_SUPERVISOR, "{number} 的撤回已抽查", "The withdrawal of {number} was audited"),
        ),
        "tier.granted": (_told(_FIRM, "您的层级申请已通过", "Your place in the tier was granted"),),
        "tier.refused": (
            _told(
                _FIRM, "您的层级申请未通过，请看原因", "Your place in the tier was refused: see why"
            ),
        ),
        "tier.ended": (_told(_FIRM, "您的层级资格已结束", "Your place in the tier has ended"),),
        "tier.applied": (
            _told(_FEDERATION, "有新的层级申请待审核", "A firm asks for a place in a tier"),
        ),
    }
)


def said(event_name: str, audience: str, details: Mapping[str, str], language: Language) -> str:
    """Return what an event says to an audience."""
    told = next((each for each in NOTICES.get(event_name, ()) if each.to == audience), None)
    return telling.said(told, details, language)
