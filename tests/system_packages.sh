#!/bin/sh
# Installs what tests of the browser and of scans need, when it may; tests that miss it skip with a reason.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || missing="$missing chromium"
fc-list :lang=ko 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
for language in eng fra kor; do
    tesseract --list-langs 2>/dev/null | grep -qx "$language" || missing="$missing tesseract-ocr tesseract-ocr-$language"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
else
    echo "not installed:$missing (their tests will be skipped)"
fi
exit 0
