#!/usr/bin/env bash
# Installs on Debian, as root, what the Windows tests need: Wine for 64- and 32-bit programs, the cross compilers, unzip.
# Says on stderr what it is about to do. With MAPILEAK_NO_INSTALL=1 it says what is missing, and changes nothing.
# Ends well when 32-bit Wine cannot be had: those tests are then skipped, loudly.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

say() { echo "test/wine/install.sh: $*" >&2; }
installed() { dpkg-query -W -f='${db:Status-Status}\n' "$@" 2>/dev/null | grep -qx installed; }
missing=()
for package in wine wine64 gcc-mingw-w64-i686 gcc-mingw-w64-x86-64 unzip; do
  installed "$package" || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ] && installed wine32:i386; then exit 0; fi
wanted=("${missing[@]}")
installed wine32:i386 || wanted+=(wine32:i386)
if [ "${MAPILEAK_NO_INSTALL:-}" = 1 ]; then
  say "missing: ${wanted[*]} (not installed: MAPILEAK_NO_INSTALL=1)"
  exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  say "missing: ${wanted[*]} (not root on Debian: install them by hand)"
  exit 0
fi

get() { apt-get install -y --no-install-recommends "$@" >/dev/null; }
refreshed=''
refresh() {
  [ -z "$refreshed" ] || return 0
  say 'updating the package lists'
  apt-get update >/dev/null 2>&1 || true
  refreshed=yes
}

if [ "${#missing[@]}" -gt 0 ]; then
  refresh
  say "installing ${missing[*]}"
  get "${missing[@]}"
fi
installed wine32:i386 && exit 0
if ! dpkg --print-foreign-architectures | grep -qx i386; then
  say 'adding i386 to the architectures of this machine, for wine32'
  dpkg --add-architecture i386
fi
refreshed=''
refresh
say 'installing wine32:i386'
get wine32:i386 2>/dev/null && exit 0

# Where the 32-bit index of one suite is out of step with the 64-bit one, one plain suite alone is not.
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
say "wine32 does not install from the configured suites: taking wine, wine64 and wine32:i386 from $release alone"
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT
mkdir -p "$apt/sources" "$apt/lists/partial"
echo "deb http://deb.debian.org/debian $release main" >"$apt/sources/plain.list"
# Above 1000 a version is taken even if a newer one is installed: both bitnesses of a library must be of one version.
printf 'Package: *\nPin: release n=%s\nPin-Priority: 1001\n' "$release" >"$apt/preferences"
options=(-o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources" -o "Dir::State::Lists=$apt/lists"
  -o "Dir::Etc::preferences=$apt/preferences" -o Dir::Etc::preferencesparts=/dev/null)
apt-get "${options[@]}" update >/dev/null 2>&1 || true
install=(apt-get "${options[@]}" install -y --no-install-recommends --allow-downgrades wine wine64 wine32:i386)
# Of what apt is going to do, a line for each installed package that it replaces (`Inst name [old] (new ...)`) or removes.
"${install[@]}" --simulate 2>/dev/null | grep -E '^(Inst [^ ]+ \[|Remv )' | sed -E 's/^Inst/replacing/; s/^Remv/removing/' |
  while read -r change; do say "$change"; done || true
"${install[@]}" >/dev/null || say '32-bit Wine could not be installed'
