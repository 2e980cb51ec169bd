"""Names of values: what people write in Chinese for the words that a key takes."""

from collections.abc import Collection, Mapping

_TABLE = """
none         无 没有 不要 不用 关闭
auto         自动
yes          是 要 有 对 真
no           否 不 不是 不要 没有 假
both         都要 两者 全部 两边 双方
soft         软字幕 外挂字幕 外挂 可开关
burned       硬字幕 烧录 烧入 烧制 压制 内嵌 嵌入 压进画面 画进画面
outline      描边 字边
box          底框 方框 框 背景框
bar          横条 渐变条 条 底条
cut          硬切 切 直切
dissolve     叠化 溶解 交叉溶解 渐变
dip-to-black 黑场 经黑场 过黑 闪黑
dip-to-white 白场 经白场 过白 闪白
wipe-left    向左划像 左划
wipe-right   向右划像 右划
slide-left   向左滑入 左滑
slide-right  向右滑入 右滑
push-left    向左推移
push-right   向右推移
circle-open  圆形展开 圆形 圈出
push-in      推 推近 推镜头 放大
pull-out     拉 拉远 拉镜头 缩小
pan-left     左摇 向左摇 左移
pan-right    右摇 向右摇 右移
pan-up       上摇 向上摇 上移
pan-down     下摇 向下摇 下移
linear       匀速 线性
top-left     左上 左上角
top-right    右上 右上角
bottom-left  左下 左下角
bottom-right 右下 右下角
rect         矩形 方形 整幅
circle       圆 圆形
left         左 左边 左声道
right        右 右边 右声道
mix          混合
mono         单声道
stereo       立体声 双声道
under        衬底 低声
blur         模糊 虚化
pad          黑边 加黑边 衬黑
crop         裁切 裁剪 裁满
fade         淡出
own          自己结束 自然结束
speech       人声 语音
full         正片
trailer      预告 预告片
bonus        花絮
serial       连续 按顺序 连载
episodic     不分顺序 单集
podcast      播客
course       课程
audiobook    有声书
video        视频
vertical     竖屏 竖版
square       方形 方版
classroom    课堂 教室
audiogram    声波 声波视频
loudspeaker  大喇叭 喇叭
required     需要 必须 要审核
trusted      信任 可信
"""
_WORDS: Mapping[str, tuple[str, ...]] = {
    word: tuple(names) for word, *names in map(str.split, _TABLE.strip().splitlines())
}


def word_in_chinese(name: str, known: Collection[str]) -> str | None:
    """The word among `known` that a Chinese name means; None where there is none."""
    return next((word for word, names in _WORDS.items() if word in known and name in names), None)
