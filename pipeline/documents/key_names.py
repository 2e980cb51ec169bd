"""Names of keys: what each key of a manifest is called in Chinese."""

from collections.abc import Collection, Mapping

_TABLE = """
number       期号 期数 集数 编号 序号
title        标题 题目 题名
short-title  短标题 简短标题
summary      简介 摘要 内容简介
date         日期 发布日期
publish_at   发布时间 定时发布
speakers     主讲人 主讲 讲者 讲解人
tags         标签 关键词
cover        封面
segments     段落 片段 内容
programme    成品 成品文件
guid         标识
season       季
type         类型
soundbite    试听片段 试听
chapters     章节表
people       人员
location     地点
block        不收录
license-url  许可网址
voicehall    格式版本
music        音乐 背景音乐 配乐
treat        声音处理 处理
pauses       停顿上限 缩短停顿
longest      最长
denoise      降噪
hum          去嗡声 嗡声
highpass     低切
declick      去咔嗒声 去杂点 去爆音
plosives     去喷麦 喷麦
declip       去削波
deess        去齿音
dereverb     去混响
compress     音量均衡 压缩
ends         结束方式
loudness     响度
renditions   版本 规格 输出规格
transition   转场
captions     字幕方式
mode         方式
style        样式
punctuation  标点
made         含人工智能内容
producer     生成方
aligner      字幕对齐
voice        合成语音 语音 嗓音
theme        主题
fit          画面适配
motion       运镜 镜头运动 画面运动
amount       幅度
ease         缓动
labels       图注方式
logo         台标 标志 徽标
author       作者
language     语言
category     类别 分类
numbering    期号格式 编号格式
intro        片头
outro        片尾
parts        公用段 公用段落
schedule     排期
platforms    平台
name         名称
media_roots  素材目录
targets      发布目标
timezone     时区
reach        传播数据
total        总期数 总集数
aliases      别名
podcast      播客
use          引用 使用
card         字卡 卡片
narration    解说 旁白 配音
say          念
reading      朗读 诵读
clip         片段 视频 短片
quote        引文 名言 语录
by           出自 说话人 作者
source       出处 来源
person       人物 人物卡
portrait     肖像 头像
years        生卒年 生卒
credits      制作名单 职员表 鸣谢
image        图片 照片
scene        场景 动画
scenes       场景脚本
with         参数
uses         所用文件
time-limit   时限
chapter      章节
subtitles    字幕文件 字幕
encoding     文字编码 编码
max-bitrate  最高码率 码率上限
handles      余量 余量画面
speed        速度 倍速 变速
mute         静音
hold         定格 停留
page         页 页码 第几页
for          时长 长度
from         起点 开始 从
to           终点 结束 到
at           时刻
focus        取景点 焦点
gain         增益 音量
pause        停顿
slides       幻灯片 课件
pages        页面 哪些页
split        分屏 双画面
question     提问 问题 题干
options      选项
answer       答案 正确答案
think        思考时间 思考
explain      讲解 解析
answer-for   答案时长
answer-narration 答案录音 答案解说
sound        声音 听谁
script       解说稿 文稿 讲稿 稿子
pictures     画面 配图
file         文件
duck         压低
fade         淡入淡出
target       目标响度
peak         峰值
kind         种类 方式
engine       引擎
model        模型
pitch        音高 音调
lexicon      读音表 发音词典
command      命令
background   背景色
foreground   文字色
accent       强调色
picture      背景图
font         字体
preset       预设
size         尺寸
rate         帧率
crf          画质
bitrate      码率
channels     声道
track        音轨
reframe      改画幅
day          星期
time         时间
explicit     成人内容
medium       媒介
locked       锁定
owner        邮箱
copyright    版权
license      许可
complete     完结
moved-to     新地址
ai-content   人工智能内容
funding      赞助
txt          附注
text         文字
label        图注 图说 图片说明 图片标注
lower-third  人名条 人名字幕
inset        画中画 小窗
corner       角落 位置
opacity      不透明度
shape        形状
purpose      用途
role         职责
group        组别
href         主页
img          头像
geo          坐标
osm          地图编号
url          地址
public       公开地址
key          私钥 密钥
known-hosts  主机密钥
password-env 密码变量
pace         发布节奏
review       审核
uploads      同时上传数
bandwidth    带宽
store        数据库
primary      主要来源
accounts     账号 帐号
series       系列
site         网站 站点
about        介绍 关于
contact      联系方式 联系
icp          备案号 ICP备案号
police       公安备案号 公安备案
"""
NAMES: Mapping[str, tuple[str, ...]] = {
    key: tuple(names) for key, *names in map(str.split, _TABLE.strip().splitlines())
}
"""By key: its name in Chinese, and what else people may write instead of it. Keys of whole files come first."""

_WITHIN = """
series       name         文件名格式
person-card  text         生平
slides       at           翻页时刻
slides       for          每页时长
split        sound        听哪边
ai-content   label        标识文字
voice        name         发音人
voice        rate         语速
captions     size         字号
logo         size         大小
inset        size         大小
cover        picture      图片
cover        title        加标题
cover        text         封面文字
lower-third  name         姓名
lower-third  role         身份
person       name         姓名
location     name         地名
funding      text         按钮文字
schedule     from         起始日期
"""
WITHIN: Mapping[tuple[str, str], str] = {
    (mapping, key): name for mapping, key, name in map(str.split, _WITHIN.strip().splitlines())
}
"""By mapping and key: what a key is called there, where it means something else than under its name of `NAMES`."""


def chinese_name(key: str, mapping: str = "") -> str:
    """What a key is called in Chinese, in a mapping such as `voice`; empty where it has no name."""
    return WITHIN.get((mapping, key)) or NAMES.get(key, ("",))[0]


def key_in_chinese(name: str, known: Collection[str] = NAMES) -> str | None:
    """The key among `known` that has this Chinese name; None where there is none."""
    usual = next((key for key in NAMES if key in known and name in NAMES[key]), None)
    return usual or next((key for (_, key), other in WITHIN.items() if key in known and name == other), None)
