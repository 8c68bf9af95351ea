"""Which messages of a chat are probably cases: a score of 0–100 with its reasons. Pure.

Every rule gives or takes points and says why; from `TICKED_FROM` on a message is ticked for the
clerk, who decides. Nothing is filed by a score.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.errors import Words
from backend.submissions.guess import FALLBACK, guess_category

TICKED_FROM = 50


@dataclass(frozen=True, slots=True)
class Rule:
    """Points for a message in which `shape` is found."""

    points: int
    shape: re.Pattern[str]
    why: Words


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a message is a case, and why."""

    score: int
    category_code: str
    reasons: tuple[Words, ...]

    @property
    def is_ticked(self) -> bool:
        """The clerk finds it ticked."""
        return self.score >= TICKED_FROM


def _rule(points: int, shape: str, zh: str, en: str) -> Rule:
    return Rule(points, re.compile(shape, re.IGNORECASE), Words(zh, en))


RULES: tuple[Rule, ...] = (
    _rule(
        40,
        r"恳请|请求|申请|请(?!问|各|大家|会员|相关企业|企业家|假|客|柬|勿|扫|点击)|帮忙|帮助|协调|求助"
        r"|希望|盼|呼吁|反映|投诉|申诉|诉求|望.{0,6}(?:解决|支持|考虑)|please help|complain|appeal",
        "有请求或反映",
        "asks for something",
    ),
    _rule(
        40,
        r"能否|能不能|可否|可不可以|是否|有没有|怎么办|咋办|行不行|谁来|怎么(?:申请|办|处理|解决|报|走|弄|算|维权|回事)|需要(?:什么|哪些)|如何|何时|什么时候|几时|哪里"
        r"|哪个部门|找谁|为什么|为何|请问|咨询|多久|吗[？?]?$|how (?:can|do)|when (?:can|will)|whom",
        "是提问",
        "asks a question",
    ),
    _rule(40, r"建议(?!书|函)|提议|提个|意见是|suggest", "是建议", "suggests something"),
    _rule(
        40,
        r"无法|不能|没法|办不了|办不下|没(?:有)?(?:下架|解决|着落|结果|回复|答复|批|开)|还没|迟迟|一直|多次|三轮|又被|被拖|拖欠"
        r"|欠(?:款|了|我)|断贷|抽贷|压力|困难|着急|急[，。！!]|太(?:贵|高|慢|难|少|长)|堵|卡(?:在|住)|缺(?:工|货|人|口)"
        r"|不足|不够|涨|退回|停(?:电|产|工|业)|受阻|受限|影响|损失|积压|滞销|仿|侵权|罚|推诿|找不到|没人|没动静|没下文|没地方|没有任何|查封|跳闸|翻倍|部门管|不方便|吃不消|没底|抢注|跑了.{1,2}[趟次]|(?:两|三|几|多)[次趟拨]了?|不(?:上|进|了)来?|难(?:以|题|招|办)|买不到|说不清|不(?:畅|一致|合理|给办|明)|至今|急需|审批时间长|等待时间长|到账慢|未复工|一刀切|重复检查"
        r"|can ?not|unable|delayed",
        "说到困难",
        "tells of a difficulty",
    ),
    _rule(10, r"[？?]", "有问号", "has a question mark"),
    _rule(
        -60,
        # A run of 哈 is read by the last group alone: two that can share it try every place to part.
        r"^(?:@\S{1,20}\s+)?(?:收到|好的?|嗯+|哦+|哈|ok|okay|赞|点赞|已?阅|明白|了解|知道了|辛苦了?|同意|支持|1|\+\s?1|已填|已报|来了"
        r"|在的?|是的|对的?|没问题|可以)(?:[，,。.!！~～\s]|谢谢|感谢|领导|老师|各位|大家|您|了|啦|哈)*$",
        "只是应答",
        "only an acknowledgement",
    ),
    _rule(
        -60,
        r"感谢|谢谢|多谢|致谢|鸣谢|点赞|thank",
        "是致谢",
        "says thanks",
    ),
    _rule(
        -60,
        r"早上好|早安|早[！!。，,]|^(?:今天|明天).{0,6}(?:降温|下雨)|上午好|中午好|下午好|晚上好|晚安|周末愉快|节日快乐|新年快乐|生日快乐|恭喜|祝贺|添衣|降温，|受益匪浅|精彩|给力|真快"
        r"|欢迎|吃饭|聚|哈哈|good morning|congratulations",
        "是寒暄",
        "small talk",
    ),
    _rule(
        -60,
        r"报名|接龙|签到|我(?:司|们)?(?:来|去)?参加|\+\s?1|\d{1,2}[、.．]\s?\S{2,20}\s+1[3-9]\d{9}|sign(?:ed)? up",
        "是报名或接龙",
        "a sign-up",
    ),
    _rule(
        -60,
        r"^【?(?:通知|公告|温馨提示|转发|转|提醒|活动|招聘|邀请函|直播)|请(?:各位|大家|各会员|会员企业|相关企业|企业家们|各企业)"
        r"|会议(?:时间|地点)|特此通知|https?://|点击链接|扫码|转载|公众号|招(?:聘|一名)|出售|转让|推荐一家|微信同号|找我|联系我|会议号|群友|群名",
        "是通知、转发或广告",
        "a notice, link or advertisement",
    ),
    _rule(
        -60,
        r"(?:产能|产值|订单)(?!.{0,6}只).{0,8}(?:恢复到|增长|达到)|已(?:经)?(?:解决|办好|办结|落实|到账|批下来|恢复|收到|联系|开通|领到)"
        r"|顺利|上门了|方案已定|就好[。！]?$|基本(?:开工|复工)|解决了",
        "是通报情况",
        "reports that things are well",
    ),
)
SUBJECT = 40
SHORTEST, SHORT_POINTS = 8, -30
LONG, LONG_POINTS = 12, 10
BY_STAFF = -60


def weigh(text: str, *, is_by_staff: bool = False) -> Likelihood:
    """Return how likely the message is a case; what offices themselves write is none."""
    category = guess_category(text)
    score, reasons = 0, list[Words]()
    for rule in RULES:
        if rule.shape.search(text) is not None:
            score += rule.points
            reasons.append(rule.why)
    if category != FALLBACK:
        score += SUBJECT
        reasons.append(Words("提到具体事项", "names a subject"))
    if len(text) < SHORTEST:
        score += SHORT_POINTS
        reasons.append(Words("太短", "very short"))
    elif len(text) >= LONG:
        score += LONG_POINTS
    if is_by_staff:
        score += BY_STAFF
        reasons.append(Words("工作人员发言", "written by staff"))
    return Likelihood(max(0, min(100, score)), category, tuple(reasons))
