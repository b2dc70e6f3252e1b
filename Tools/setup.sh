#!/bin/sh
# Installs what the hub needs on Debian 12: `Tools/setup.sh run` for the demo, `Tools/setup.sh test` for the tests too.
# Touches no system service: RabbitMQ's package is kept from starting one, the hub starts a private node of its own.
set -eu

packages="rabbitmq-server librabbitmq-dev libxml2-dev libssl-dev openssl libsqlite3-dev zlib1g-dev pkg-config"
[ "${1:-run}" = test ] && packages="$packages chromium python3 python3-pika sqlite3 curl"

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "setup: run as root or install sudo; missing:$missing" >&2; exit 1; }
    as_root=sudo
fi

echo "setup: installing$missing"
policy=/usr/sbin/policy-rc.d
made_policy=no
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
    $as_root chmod 755 "$policy"
    made_policy=yes
fi
finish() { [ "$made_policy" = yes ] && $as_root rm -f "$policy"; return 0; }
trap finish EXIT

attempt=1
until $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends $missing; do
    [ "$attempt" -ge 4 ] && { echo "setup: apt-get failed $attempt times" >&2; exit 1; }
    echo "setup: apt-get failed, trying again in $((attempt * 10)) s" >&2
    sleep $((attempt * 10))
    attempt=$((attempt + 1))
done
