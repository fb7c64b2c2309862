#!/usr/bin/env bash
# Makes .venv fit to run the program (`setup.sh run`) or its tests too (`setup.sh test`). The Makefile calls it
# before each target; when all is up to date it changes nothing and needs no network.
#
#   PYTHON=/path/to/python3.12   take this interpreter (3.11 to 3.13) instead of looking for one
#   SKIP_SYSTEM=1                leave system libraries alone: neither look at them nor install any
#
# Written for the bash 3.2 of macOS too: no associative arrays, no ${x^^}.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

purpose=${1:-run}
case $purpose in run | test) ;; *) echo "usage: setup.sh run|test" >&2 && exit 2 ;; esac

venv=.venv
say() { printf '%s\n' "$*" >&2; }
stop() { printf '%s\n' "$@" >&2; exit 1; }

# Two makes at the same time wait for each other (Linux; elsewhere there is no flock).
if command -v flock >/dev/null; then exec 9<.; flock 9; fi

# --- rights ---------------------------------------------------------------------------------------------------
root_prefix=  # what makes a command run as root
may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] && return 0
    command -v sudo >/dev/null || return 1
    root_prefix=sudo
    sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ]; }  # with a terminal sudo can ask for the password
}

apt_lists_fetched=
apt_install() {
    say "Installing with apt-get: $*"
    if [ -z "$apt_lists_fetched" ]; then
        $root_prefix apt-get update -qq >/dev/null || say "apt-get update failed; trying with the lists at hand"
        apt_lists_fetched=yes
    fi
    $root_prefix env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

# --- interpreter and virtual environment ------------------------------------------------------------------------
fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13."
        printf '%s' "$PYTHON"
        return
    fi
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && fits "$name"; then printf '%s' "$name"; return; fi
    done
    stop "MarrowTrack needs Python 3.11, 3.12 or 3.13, and none was found." \
        "On Debian 12: apt-get install python3 python3-venv"
}

venv_is_sound() {
    [ -x $venv/bin/python ] && fits $venv/bin/python || return 1
    # A folder that was moved, or whose interpreter got another version, has no pip that belongs to it.
    $venv/bin/python -c 'import os, sys, pip
sys.exit(not os.path.samefile(sys.prefix, ".venv"))' 2>/dev/null || return 1
    # A named interpreter of another version than that of the folder asks for a new folder.
    [ -z "${PYTHON:-}" ] || [ "$(version "$PYTHON")" = "$(version $venv/bin/python)" ]
}

version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

make_venv() {
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        local package
        package=python$(version "$python")-venv
        may_install || stop "This Python cannot make a virtual environment. As root: apt-get install $package"
        apt_install "$package" || stop "$package could not be installed; as root: apt-get install $package"
    fi
    say "Making $venv with $("$python" --version)"
    "$python" -m venv --clear $venv
}

# The stamp holds what the packages were installed from: another lock or another Python, another stamp.
fingerprint() {
    cat "$@" | $venv/bin/python -c 'import hashlib, sys
print(sys.version.split()[0], hashlib.sha256(sys.stdin.buffer.read()).hexdigest())'
}

install_packages() {
    local stamp=$venv/.installed-$purpose locks="requirements.txt" arguments="" lock now
    [ "$purpose" = run ] || locks="requirements.txt requirements-test.txt"
    venv_is_sound || make_venv
    # shellcheck disable=SC2086 # the names are words
    now=$(fingerprint $locks)
    [ "$(cat "$stamp" 2>/dev/null)" != "$now" ] || return 0
    for lock in $locks; do arguments="$arguments -r $lock"; done
    say "Installing packages into $venv (some hundred megabytes, once)"
    rm -f $venv/.installed-*
    # shellcheck disable=SC2086
    if ! $venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes $arguments; then
        say "That failed; trying again in a new $venv"
        make_venv
        # shellcheck disable=SC2086
        $venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes $arguments ||
            stop "The packages of$arguments could not be installed. Is there a network?"
    fi
    printf '%s\n' "$now" >"$stamp"
    if [ "$purpose" = test ]; then fingerprint requirements.txt >$venv/.installed-run; fi
}

# --- system libraries (Linux) -------------------------------------------------------------------------------------
# Qt's own message names the wrong library when one is missing, so the loader is asked.
missing_libraries() { # of the files given
    { ldd "$@" 2>/dev/null || true; } | awk '/not found/ { print $1 }' | sort -u
}

package_of() { # the Debian package of a library
    case $1 in
    libEGL.so.1) echo libegl1 ;;
    libGL.so.1) echo libgl1 ;;
    libGLX.so.0) echo libglx0 ;;
    libOpenGL.so.0) echo libopengl0 ;;
    libX11.so.6) echo libx11-6 ;;
    libX11-xcb.so.1) echo libx11-xcb1 ;;
    libxcb.so.1) echo libxcb1 ;;
    libxcb-util.so.1) echo libxcb-util1 ;;
    libxcb-*.so.*) # libxcb-icccm.so.4 → libxcb-icccm4
        echo "$1" | sed -E 's/\.so\.([0-9]+).*/\1/' ;;
    libxkbcommon.so.0) echo libxkbcommon0 ;;
    libxkbcommon-x11.so.0) echo libxkbcommon-x11-0 ;;
    libfontconfig.so.1) echo libfontconfig1 ;;
    libfreetype.so.6) echo libfreetype6 ;;
    libglib-2.0.so.0 | libgthread-2.0.so.0 | libgobject-2.0.so.0 | libgio-2.0.so.0) echo libglib2.0-0 ;;
    libdbus-1.so.3) echo libdbus-1-3 ;;
    libcups.so.2) echo libcups2 ;;
    libwayland-client.so.0) echo libwayland-client0 ;;
    libwayland-cursor.so.0) echo libwayland-cursor0 ;;
    libwayland-egl.so.1) echo libwayland-egl1 ;;
    libz.so.1) echo zlib1g ;;
    libstdc++.so.6) echo libstdc++6 ;;
    libatomic.so.1) echo libatomic1 ;;
    libzstd.so.1) echo libzstd1 ;;
    libbz2.so.1.0) echo libbz2-1.0 ;;
    *) return 1 ;;
    esac
}

packages_of() { # the packages of the libraries given; a library without a known package stays itself
    local library
    for library in "$@"; do package_of "$library" || echo "$library"; done | sort -u
}

screen() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# Needed: without it the program does not start here. Wished: screens, printers and what tests look at pages with.
look_at_system() {
    local qt=$venv/lib/python$(version $venv/bin/python)/site-packages/PySide6/Qt
    local base="$qt/lib/libQt6Gui.so.6 $qt/lib/libQt6Widgets.so.6 $qt/lib/libQt6PrintSupport.so.6
        $qt/lib/libQt6Pdf.so.6 $qt/plugins/platforms/libqoffscreen.so"
    local xcb="$qt/plugins/platforms/libqxcb.so" extra
    extra="$(echo "$qt"/plugins/platforms/libqwayland*.so) $qt/plugins/printsupport/libcupsprintersupport.so"
    if screen; then base="$base $xcb"; else extra="$extra $xcb"; fi
    # shellcheck disable=SC2046,SC2086
    needed=$(packages_of $(missing_libraries $base))
    # shellcheck disable=SC2046,SC2086
    wished=$(packages_of $(missing_libraries $extra))
    [ "$purpose" = test ] || return 0
    command -v Xvfb >/dev/null || wished="$wished xvfb"
    command -v xauth >/dev/null || wished="$wished xauth"
    command -v pdftoppm >/dev/null || wished="$wished poppler-utils"
    command -v fc-list >/dev/null || wished="$wished fontconfig"
}

as_line() { echo $*; } # newlines to blanks
debian_names() { local name; for name in "$@"; do case $name in *.so*) ;; *) echo "$name" ;; esac; done | sort -u; }

install_system() {
    [ "$(uname -s)" = Linux ] && [ -z "${SKIP_SYSTEM:-}" ] && command -v ldd >/dev/null || return 0
    look_at_system
    [ -n "$needed$wished" ] || return 0
    local packages
    # shellcheck disable=SC2086
    packages=$(debian_names $needed $wished)
    if [ -n "$packages" ] && may_install; then
        # shellcheck disable=SC2086
        apt_install $packages || say "apt-get could not install all of them"
        look_at_system
    fi
    [ -z "$needed" ] || stop "Libraries that Qt needs are missing: $(as_line "$needed")." \
        "They could not be installed from here. As root on Debian: apt-get install $(as_line "$(debian_names $needed $wished)")"
    # What is only wished for must not keep anybody from working, nor be asked for at each start without a hint.
    [ -z "$wished" ] || say "Not installed, and not needed here (screen, printing, looking at pages): $(as_line "$wished")"
}

install_packages
install_system
