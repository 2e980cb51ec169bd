"""Platforms to which programmes are taken by hand, since they take no uploads from programs."""

PLATFORMS = (
    "bilibili", "douyin", "kuaishou", "toutiao", "wechat-article", "wechat-channels", "xiaohongshu", "ximalaya",
)  # fmt: skip
"""Those whose rules come with voicehall."""

OWN = "assets/platforms"
"""Where a studio corrects their rules, and writes those of further ones: `<id>.yaml`, in the workspace."""
