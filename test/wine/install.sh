#!/usr/bin/env bash
# Installs on Debian, as root, what the Windows tests need: Wine for 64- and 32-bit programs, the cross compilers, unzip.
# Ends well when 32-bit Wine cannot be had: those tests are then skipped, loudly.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

installed() { dpkg-query -W -f='${db:Status-Status}\n' "$@" 2>/dev/null | grep -qx installed; }
missing=()
for package in wine wine64 gcc-mingw-w64-i686 gcc-mingw-w64-x86-64 unzip; do
  installed "$package" || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ] && installed wine32:i386; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "not root on Debian: install ${missing[*]} wine32:i386 by hand" >&2
  exit 0
fi

get() { apt-get install -y --no-install-recommends "$@" >/dev/null; }
refreshed=''
refresh() {
  [ -n "$refreshed" ] || apt-get update >/dev/null 2>&1 || true
  refreshed=yes
}

if [ "${#missing[@]}" -gt 0 ]; then
  refresh
  get "${missing[@]}"
fi
installed wine32:i386 && exit 0
dpkg --add-architecture i386
refreshed=''
refresh
get wine32:i386 2>/dev/null && exit 0

# Where the 32-bit index of one suite is out of step with the 64-bit one, one plain suite alone is not.
echo 'wine32 does not install from the configured suites: taking wine from the plain release alone' >&2
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/sources" "$apt/lists/partial"
echo "deb http://deb.debian.org/debian $release main" >"$apt/sources/plain.list"
# Above 1000 a version is taken even if a newer one is installed: both bitnesses of a library must be of one version.
printf 'Package: *\nPin: release n=%s\nPin-Priority: 1001\n' "$release" >"$apt/preferences"
options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources" -o "Dir::State::Lists=$apt/lists"
  -o "Dir::Etc::preferences=$apt/preferences" -o Dir::Etc::preferencesparts=/dev/null)
apt-get "${options[@]}" update >/dev/null 2>&1 || true
apt-get "${options[@]}" install -y --no-install-recommends --allow-downgrades wine wine64 wine32:i386 >/dev/null ||
  echo '32-bit Wine could not be installed' >&2
