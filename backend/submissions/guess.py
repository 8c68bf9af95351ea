"""The category a sentence is probably about; the clerk confirms it, the firm is never asked.

Pure: each category has words people use for it; the category whose words cover most characters of
the text wins. A guess, shown as one.
"""

from __future__ import annotations

from collections.abc import Mapping

FALLBACK = "OTHER"

WORDS: Mapping[str, tuple[str, ...]] = {
    "POLICY": (
        "惠企政策",
        "政策",
        "补贴",
        "兑现",
        "申报",
        "免申即享",
        "奖补",
        "资金兑付",
        "政策清单",
    ),
    "FINANCE": (
        "贷款",
        "续贷",
        "展期",
        "抽贷",
        "断贷",
        "融资",
        "担保",
        "银行",
        "信用贷",
        "上市",
        "抵押",
        "转贷",
    ),
    "LABOR": ("招工", "返岗", "用工", "工资", "劳动争议", "员工", "缺工", "包车", "班组", "通勤"),
    "SOCIAL": ("社保", "缓缴", "稳岗返还", "工伤", "养老保险", "医保"),
    "TALENT": ("人才", "子女入学", "入学", "学校", "落户", "住房", "人才公寓", "学位"),
    "LAND": ("用地", "土地", "供地", "规划", "不动产", "厂房改造", "扩建", "容积率", "土地证"),
    "RENT": ("租金", "房租", "减租", "国有厂房", "载体", "免租", "房东"),
    "UTILITY": ("用电", "增容", "供电", "电价", "停电", "供水", "燃气", "天然气", "宽带", "变压器"),
    "LOGISTICS": ("货车", "物流", "通行证", "运输", "货运", "港口", "仓库", "限行"),
    "TRANSIT": ("公交", "地铁", "班车", "线路", "站点"),
    "APPROVAL": (
        "审批",
        "许可",
        "施工许可",
        "消防验收",
        "证照",
        "补正",
        "一次性告知",
        "窗口",
        "材料退回",
    ),
    "INSPECT": ("检查", "执法", "处罚", "停产整顿", "重复检查", "多头检查"),
    "ENV": ("环保", "排污", "环评", "应急管控", "限产", "废水", "废气"),
    "TAX": ("退税", "税", "减免税", "收费", "发票", "出口退税"),
    "CUSTOMS": ("通关", "海关", "查验", "报关", "退运", "原产地", "外贸", "出口订单"),
    "IPR": ("专利", "商标", "侵权", "商业秘密", "知识产权", "仿冒", "假冒"),
    "FAIR": ("招标", "投标", "招投标", "公平竞争", "排斥", "准入", "限定本地"),
    "ARREARS": ("拖欠", "账款", "欠款", "工程款", "货款未付", "尾款"),
    "CREDIT": ("信用修复", "失信", "异常名录", "处罚公示"),
    "LEGAL": ("诉讼", "法院", "执行难", "法律援助", "判决", "律师"),
    "ENTRY": ("签证", "入境", "台籍", "外籍", "出入境", "台胞"),
    "MARKET": ("市场", "开市", "摊位", "商户", "批发", "复市", "夜市"),
    "EPIDEMIC": ("核酸", "检测", "疫情", "隔离", "健康码", "互认", "防控"),
    "EPIDEMIC_SUPPLY": ("口罩", "防护服", "防疫物资", "消毒", "测温枪"),
    "SERVICE": ("态度", "推诿", "吃拿卡要", "不作为", "踢皮球"),
    "RND": ("研发", "高企", "高新技术", "实验室", "科技项目", "加计扣除"),
    "WORK_PERMIT": ("工作许可", "外国人工作"),
}


def guess_category(text: str) -> str:
    """Return the code of the category whose words cover most of `text`."""
    scores = {
        code: sum(len(word) * min(text.count(word), 2) for word in words)
        for code, words in WORDS.items()
    }
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] else FALLBACK
