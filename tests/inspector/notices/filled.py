"""Papers of inspection, evidence and service as an officer would fill them in: invented people and goods."""

from __future__ import annotations

from datetime import timedelta

from inspector.law import load
from inspector.law.paper_wording import for_papers
from inspector.records import Dossier, Paper
from tests.inspector.notices.papers import START, WORDING

NUMBERS = {
    "4": "样市监案移〔2026〕3号",
    "5": "样市监罪移〔2026〕1号",
    "33": "样市监责改〔2026〕12号",
    "44": "样市监当罚〔2026〕8号",
}
ANSWERS: dict[str, dict[str, str]] = {
    "4": {
        "to": "样本县市场监督管理局",
        "case": "样本龑堃喆陶瓷有限公司涉嫌侵犯注册商标专用权",
        "facts": "2026年11月23日，本局在样本陶瓷博览会3号馆B-217展位检查时发现标称“青花缠枝莲纹茶壶”等商品83件，当事人称系从你县样本窑坊购进，并提供了进货单据。",
        "reason": "商品的生产者和违法行为发生地在你县辖区，不属于本局管辖。",
        "basis": "《市场监督管理行政处罚程序规定》第十四条",
        "files": "1份，36页",
        "goods": "样市监财清〔2026〕7号",
        "fax": "0700-0000001",
    },
    "5": {
        "to": "样本市公安局",
        "suspect": "样本龑堃喆陶瓷有限公司",
        "case": "涉嫌销售假冒注册商标的商品",
        "facts": "2026年11月23日，本局在样本陶瓷博览会现场查获标注他人注册商标的茶壶等商品，经清点共83件，货值金额待核定。",
        "ground": "存在犯罪的合理嫌疑",
        "approved": "李样本，2026年11月24日",
        "report": "12页",
        "goods": "样市监财清〔2026〕7号",
        "expert": "权利人辨认意见1份",
        "other": "现场照片36张",
        "cc": "样本市人民检察院",
    },
    "10": {
        "recipient": "样本龑堃喆陶瓷有限公司",
        "electronic": "是",
        "mobile": "13800000000",
        "fax": "0700-0000002",
        "email": "sample@example.cn",
        "account": "sample-ceramics",
        "address": "样本市样本路9号样本大厦3层",
        "receiver": "王示例",
        "phone": "13800000000",
        "postcode": "330000",
    },
    "11": {
        "layout": "每页多张",
        "name": "展位内陈列和库存商品的照片",
        "source": "样本市样本路1号样本会展中心3号馆B-217展位",
        "manner": "拍摄",
        "taken": "2026-11-23 09:20",
        "place": "样本市样本路1号样本会展中心3号馆B-217展位",
        "maker": "张样本",
        "shows": "展位陈列商品的名称、底款标识、标价和数量。",
    },
    "12": {
        "started": "2026-11-23 09:50",
        "ended": "2026-11-23 10:10",
        "place": "样本市样本路1号样本会展中心3号馆B-217展位",
        "holder": "王示例",
        "subject": "涉嫌销售侵犯注册商标专用权商品",
        "source": "样牌S1型手机，序列号SN-000000，128 GB",
        "account": "样本平台店铺“样本龑堃喆旗舰店”",
        "clock": "慢12秒",
        "method": "截屏录屏",
        "tool": "手机自带截屏功能，系统版本14.1",
        "steps": "1．持有人当面解锁手机，核对设备时间与北京时间。\n2．打开店铺页面，逐页截屏商品名称、价格和销量。\n3．截屏文件经数据线导入执法设备，导入时即加密封存并计算校验值。",
        "kept": "执法设备加密存储，备份光盘1张（编号样-0007）",
        "recording": "样录2026-0123",
    },
    "14": {
        "started": "2026-11-23 09:40",
        "ended": "2026-11-23 10:25",
        "place": "样本市样本路1号样本会展中心3号馆B-217展位",
        "times": "1",
        "recorder": "欧阳示例",
        "interviewee": "王示例",
        "sex": "女",
        "id_number": "11010119900307109X",
        "employer": "样本龑堃喆陶瓷有限公司",
        "post": "展位负责人",
        "phone": "13800000000",
        "other_contact": "sample@example.cn",
        "address": "样本市样本路9号",
        "credentials_answer": "看清楚了。",
        "rights_answer": "听清楚了，不申请回避。",
        "duty_answer": "清楚，我如实回答。",
        "dialogue": "问：请介绍你的身份和在公司的职务。\n答：我叫王示例，是样本龑堃喆陶瓷有限公司的展位负责人，负责这次展会的销售。\n"
        "问：展位上底款标注“样窑”字样的茶壶从哪里购进？有没有进货单据？\n答：是今年9月从外地批发市场买的，一共买了12套，进价每套30元。\n进货单在公司，三天内可以送来。\n"
        "问：你是否知道该标识是他人的注册商标？\n答：不知道，卖家没有说过。\n"
        "问：这批茶壶卖出了多少，售价是多少？\n答：还没有卖出，标价每套68元。",
        "closing": "核对",
        "closing_answer": "以上笔录我看过，和我说的一样。",
    },
    "33": {
        "finding": "销售侵犯他人注册商标专用权的商品",
        "violated": "《中华人民共和国商标法》第五十七条第（三）项",
        "basis": "《中华人民共和国行政处罚法》第二十八条第一款",
        "how": "限期改正",
        "by_day": "2026-11-25",
        "content": "停止销售并撤下全部涉案茶壶，展位不得继续陈列；改正情况书面报告本局。",
        "late": "逾期不改正的，本局将依法处理。",
        "alone": "是",
    },
    "44": {
        "facts": "2026年11月23日9时20分，在样本陶瓷博览会3号馆B-217展位，当事人销售的28头餐具未标注执行标准。",
        "evidence": "现场照片3张、现场笔录1份。",
        "violated": "《样本省产品标识管理办法》第九条",
        "basis": "《样本省产品标识管理办法》第二十一条",
        "statement": "当事人承认事实，表示立即改正，请求从轻处理。",
        "penalty": "罚款",
        "fine": "200",
        "pay": "十五日内缴至银行",
        "bank": "样本银行样本支行，账号0000 0000 0000",
        "made": "2026-11-23 10:20",
        "place": "样本市样本路1号样本会展中心3号馆B-217展位",
    },
    "50": {
        "recipient": "样本龑堃喆陶瓷有限公司",
        "documents": "《现场笔录》\n《实施行政强制措施决定书》样市监强制〔2026〕12号\n《财物清单》样市监财清〔2026〕7号",
        "manner": "留置送达",
        "served": "2026-11-23 10:30",
        "place": "样本市样本路1号样本会展中心3号馆B-217展位",
        "refusal": "现场负责人王示例称须请示总公司，于2026年11月23日10时30分拒绝签收。",
        "witness": "周样例，样本会展中心展务部",
        "recording": "样录2026-0125",
    },
}
WITH_PHOTOS = frozenset({"11", "12", "50"})


def paper(form: str, dossier: Dossier, **changed: str) -> Paper:
    """Return the paper with these answers changed."""
    photos = tuple(photo.id for photo in dossier.photos) if form in WITH_PHOTOS else ()
    begun = START + timedelta(minutes=30)
    return Paper(f"paper-{form}", "i1", form, begun, {**ANSWERS[form], **changed}, photos)


def wording(dossier: Dossier) -> dict[str, str]:
    """Return the sentences as the law pack words them."""
    return {**WORDING, "substantive": "《中华人民共和国商标法》第五十七条", **for_papers(load(), dossier)}
