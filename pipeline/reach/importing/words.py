"""Words of headers: what columns are usually called on platforms that have no format of ours."""

from pipeline.reach.observation import METRICS

NOT_USED = "-"
"""What a person answers for a column that is not to be used."""
MEANINGS = (
    "title", "published", "id", "url", "url-id", "day", "episode", "series", "state", *METRICS,
)  # fmt: skip
"""Meanings that words of other formats may lend."""
RANKS = {means: place for place, means in enumerate(MEANINGS)}

SAME = {
    "title": (
        "标题",
        "题目",
        "名称",
        "title",
        "声音标题",
        "声音名称",
        "节目标题",
        "节目名称",
        "单集",
        "单集标题",
        "单集名称",
        "音频标题",
        "音频名称",
        "视频标题",
        "作品标题",
        "作品名称",
        "文章标题",
        "内容标题",
        "episode title",
    ),
    "published": (
        "发布时间",
        "发布日期",
        "发表时间",
        "发表日期",
        "上线时间",
        "上线日期",
        "首发时间",
        "上传时间",
        "创建时间",
        "published",
        "published at",
        "publish time",
        "publish date",
        "release date",
    ),
    "day": ("日期", "统计日期", "数据日期", "统计时间", "date", "day"),
    "published|day": ("时间", "time"),
    "plays": (
        "播放",
        "播放量",
        "播放数",
        "播放次数",
        "总播放",
        "总播放量",
        "播放总量",
        "累计播放",
        "累计播放量",
        "收听量",
        "收听数",
        "收听次数",
        "plays",
        "views",
        "streams",
        "listens",
        "观看量",
        "观看次数",
        "浏览播放量",
    ),
    "reads": ("阅读", "阅读量", "阅读数", "阅读次数", "reads"),
    "likes": ("点赞", "点赞量", "点赞数", "点赞次数", "赞", "获赞", "likes", "喜欢", "喜欢数", "喜欢量"),
    "comments": ("评论", "评论量", "评论数", "评论次数", "comments"),
    "shares": ("分享", "分享量", "分享数", "分享次数", "shares"),
    "shares|reposts": ("转发", "转发量", "转发数", "转发次数", "reposts"),
    "favorites": ("收藏", "收藏量", "收藏数", "收藏次数", "favorites", "favourites"),
    "downloads": ("下载", "下载量", "下载数", "下载次数", "downloads"),
    "danmaku": ("弹幕", "弹幕量", "弹幕数"),
    "follows": ("涨粉", "涨粉量", "粉丝增量", "新增关注", "新增粉丝", "净增粉丝"),
    "recommends": ("推荐", "推荐量", "推荐数", "在看"),
    "completion_rate": ("完播率", "平均完播率", "completion rate"),
    "average_play_seconds": ("平均播放时长", "平均收听时长", "人均播放时长"),
    "consumers": ("收听人数", "播放人数", "听众数", "listeners"),
    "id": ("作品id", "声音id", "视频id", "节目id", "单集id", "id", "track id", "trackid"),
    "url": ("链接", "网址", "作品链接", "声音链接", "url", "link"),
    "episode": ("期数", "集数", "期号", "episode"),
    "series": ("系列", "栏目", "专辑", "专辑名称", "专辑标题", "series", "show"),
}
"""Further words by what they mean; `|` between meanings that only a person can tell apart."""
PREFIXES = ("累计", "总", "历史", "全部", "历史累计")
"""Before a figure since publication, as before none."""
TITLES = ("标题", "名称", "题目")
"""How headers of titles end."""
DAYS = ("时间", "日期")
AVERAGES = ("平均", "平均值", "均值", "Average", "Mean")
"""Of rows below that are no sums."""
TOTALS = (
    "Total", "Totals", "Grand Total", "Subtotal", "合计", "总计", "总和", "汇总", "全部合计", "本页合计", "小计",
    "共计", "总共", "累计", "Sum", "All", *AVERAGES,
)  # fmt: skip
"""Beginnings of rows that sum up the others."""
