# Sets the project up on this machine; sourced by ./run and ./test, safe to repeat.
# Afterwards $PYTHON is the environment's Python.

UV_VERSION=0.13.9
# Shared libraries Qt needs on Debian and its kin, and the package each comes from.
QT_LIBRARIES="libglib-2.0.so.0:libglib2.0-0 libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0
libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3 libpulse.so.0:libpulse0 libXrandr.so.2:libxrandr2
libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-shape.so.0:libxcb-shape0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libcups.so.2:libcups2"

say() { printf '%s\n' "$*" >&2; }

install_system_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    command -v ldconfig >/dev/null 2>&1 || PATH="$PATH:/sbin:/usr/sbin"
    local present missing="" entry
    present=$(ldconfig -p)
    for entry in $QT_LIBRARIES; do
        case "$present" in *"${entry%%:*} "*) ;; *) missing="$missing ${entry##*:}" ;; esac
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "正在安装系统库 / installing system libraries:$missing"
        # shellcheck disable=SC2086  # a list of package names
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } >&2 ||
            { say "系统库安装失败 / the system libraries could not be installed"; return 1; }
    else
        say "缺少系统库，请由管理员运行 / system libraries are missing, ask an administrator to run:"
        say "    apt-get install -y --no-install-recommends$missing"
        return 1
    fi
}

# Programs a journey in a real window needs, and the package each comes from; without them those tests are skipped by name.
WINDOW_PROGRAMS="Xvfb:xvfb openbox:openbox xdotool:xdotool xmodmap:x11-xserver-utils dbus-daemon:dbus"

install_window_programs() {
    [ "$(uname -s)" = Linux ] || return 0
    local missing="" entry
    for entry in $WINDOW_PROGRAMS; do
        command -v "${entry%%:*}" >/dev/null 2>&1 || missing="$missing ${entry##*:}"
    done
    [ -x /usr/libexec/at-spi2-registryd ] || missing="$missing at-spi2-core"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        # shellcheck disable=SC2086  # a list of package names
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } >&2 ||
            say "真实窗口的测试将跳过：装不上 / tests in a real window will be skipped, could not install:$missing"
    else
        say "真实窗口的测试将跳过，需要 / tests in a real window will be skipped, they need:$missing"
    fi
}

install_packages() {
    local first
    export UV_PYTHON_DOWNLOADS=never
    if first=$("$1/.uv/bin/uv" sync --project "$1" --frozen --compile-bytecode -q 2>&1); then return 0; fi
    # a second try with the system's certificates: some networks put their own in front of the index
    "$1/.uv/bin/uv" sync --project "$1" --frozen --compile-bytecode -q --system-certs >&2 || { say "$first"; return 1; }
}

# The console's pages are tried in a real browser where there is one; without it those tests skip and say so.
install_browser() {
    [ "$(uname -s)" = Linux ] || return 0
    ! command -v chromium >/dev/null 2>&1 || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "正在安装测试用的浏览器 / installing the browser for the tests: chromium"
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends chromium; } >&2 ||
            say "浏览器安装失败，相应测试会跳过 / the browser could not be installed; its tests will be skipped"
    fi
}

set_up() {
    local root=$1 stamp
    install_system_libraries || return 1
    PYTHON="$root/.venv/bin/python"
    stamp=$(cat "$root/uv.lock" "$root/pyproject.toml" "$root/setup.sh" | sha256sum)
    if [ -x "$PYTHON" ] && [ "$(cat "$root/.venv/.set-up" 2>/dev/null)" = "$stamp" ]; then return 0; fi
    if [ ! -x "$root/.uv/bin/uv" ] || [ "$("$root/.uv/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
        say "正在准备环境 / preparing the environment (uv $UV_VERSION)"
        python3 -m venv --clear "$root/.uv" && "$root/.uv/bin/pip" install -q --disable-pip-version-check "uv==$UV_VERSION" >&2 ||
            { say "无法安装 uv：请检查网络或软件源 / uv could not be installed: check the network or package index"; return 1; }
    fi
    say "正在安装锁定的依赖 / installing the locked packages"
    install_packages "$root" || {
        say "依赖安装失败：请检查网络后再运行一次 / the packages could not be installed: check the network and run again"
        return 1
    }
    # our own modules too; where the folder cannot be written, Python compiles them at each start
    "$PYTHON" -m compileall -q "$root/inspector" "$root/sync" "$root/ui" >/dev/null || true
    printf '%s' "$stamp" >"$root/.venv/.set-up"
}
