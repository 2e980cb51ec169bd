#!/bin/sh
# Sees to a Chinese font for cards and covers: installs one where that is allowed, else says which package has it.
set -u

has_font() {
    if command -v fc-list >/dev/null 2>&1 && fc-list ':lang=zh-cn' file | grep -q .; then
        return 0
    fi
    for font in /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc \
                /usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc \
                /usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc \
                /usr/share/fonts/google-noto-sans-cjk-vf-fonts/NotoSansCJK-VF.ttc \
                /System/Library/Fonts/PingFang.ttc "/System/Library/Fonts/STHeiti Medium.ttc" \
                /c/Windows/Fonts/msyh.ttc; do
        [ -e "$font" ] && return 0
    done
    return 1
}

has_font && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing the Chinese font fonts-noto-cjk ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends fonts-noto-cjk >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-noto-cjk; } >/dev/null 2>&1
    has_font && exit 0
    echo "that did not work." >&2
fi

echo "there is no Chinese font for cards and covers. Install one:" >&2
echo "  Debian, Ubuntu   sudo apt-get install fonts-noto-cjk" >&2
echo "  Fedora           sudo dnf install google-noto-sans-cjk-fonts" >&2
echo "  Arch             sudo pacman -S noto-fonts-cjk" >&2
exit 0
