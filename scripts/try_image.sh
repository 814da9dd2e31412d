#!/usr/bin/env bash
# Build deploy/Dockerfile with Debian's buildah where no registry of images can be had, and run the bot in it: as root, with
# `apt install --no-install-recommends buildah podman runc debootstrap`; six minutes and 2 GB. `make try-image` runs it.
# The base is Debian 12 with its own Python 3.11, made by debootstrap and called python:3.11-slim here and nowhere else.
# Looks at: every step of the Dockerfile; the sample configuration; then, by scripts/run_image.py, the bot at work against a real Synapse
# as deploy/compose.yaml orders it.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
image() { nice buildah --root "$folder/images" --runroot "$folder/run" "$@"; }
trap 'image rm --all >/dev/null 2>&1 || true; rm -rf --one-file-system "$folder"' EXIT

echo "Making the base ..."
nice debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm "$folder/base" >"$folder/log"
ln -sf /usr/bin/python3 "$folder/base/usr/local/bin/python"
base=$(image from scratch)
image add -q "$base" "$folder/base" / >/dev/null
image commit -q "$base" docker.io/library/python:3.11-slim >/dev/null

echo "Building ..."
# What says to pip on this machine where packages come from is lent to the build, and is not in the image.
lent=()
for place in /etc/pip.conf /root/.config/pip /etc/ssl/certs; do [ -e "$place" ] && lent+=(--volume "$place:$place:ro"); done
image bud --pull-never --network host --format docker "${lent[@]}" -f deploy/Dockerfile -t thirdchair:try . >"$folder/log" 2>&1 ||
  { tail -30 "$folder/log"; exit 1; }
grep '^freed' "$folder/log"

echo "Starting the program in it ..."
made=$(image from --pull-never localhost/thirdchair:try)
cp -r deploy/compose "$folder/config"
echo 'a password' >"$folder/config/secrets/password"
chmod a+rx "$folder"
chmod -R a+rX "$folder/config"
image run "$made" -- thirdchair version
image run --volume "$folder/config:/config:ro" "$made" -- thirdchair check --config /config/bot.yaml
image rm "$made" >/dev/null
.venv/bin/python scripts/run_image.py "$folder"
echo "The image holds."
