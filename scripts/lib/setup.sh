# What the scripts share: finding or installing what ComputePods needs. Sourced by bash, with `root` set.
# Everything it says goes to stderr, for stdout belongs to the command that was asked for.

say() { printf 'computepods: %s\n' "$*" >&2; }
die() { say "$@"; exit 3; }

# The folders where a JDK may be, best first.
jdk_candidates() {
  local path
  [ -n "${JAVA_HOME-}" ] && printf '%s\n' "$JAVA_HOME"
  if path=$(command -v javac 2>/dev/null); then
    path=$(readlink -f "$path" 2>/dev/null || printf '%s' "$path")
    printf '%s\n' "${path%/bin/javac}"
  fi
  [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v 25 2>/dev/null
  printf '%s\n' /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/*
}

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

# Sets and exports JAVA_HOME to a JDK 25.
find_jdk() {
  local home
  while IFS= read -r home; do
    if is_jdk_25 "$home"; then
      export JAVA_HOME=$home
      return
    fi
  done < <(jdk_candidates)
  say "no JDK 25 in JAVA_HOME, PATH, the system's JVM folders or SDKMAN. To install one, type:"
  if [ "$(uname)" = Darwin ]; then
    die "  brew install --cask temurin@25"
  elif command -v apt-cache >/dev/null && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
    die "  sudo apt-get install -y openjdk-25-jdk-headless"
  else
    die "  curl -s https://get.sdkman.io | bash && bash -ic 'sdk install java 25.0.3-tem'"
  fi
}

# install_packages PACKAGE...: by apt, as root or by a sudo that asks nothing; else says the one command to type.
install_packages() {
  local sudo=()
  if ! command -v apt-get >/dev/null; then
    if command -v brew >/dev/null; then
      die "missing: $*. Type: brew install $*"
    fi
    die "missing: $*. Install them with your system's package manager"
  fi
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || die "missing: $*. Type: sudo apt-get install -y $*"
    sudo=(sudo -n)
  fi
  say "installing $*"
  export DEBIAN_FRONTEND=noninteractive
  "${sudo[@]}" apt-get install -y --no-install-recommends "$@" >&2 \
    || { "${sudo[@]}" apt-get update >&2 && "${sudo[@]}" apt-get install -y --no-install-recommends "$@" >&2; } \
    || die "could not install: $*. Type: sudo apt-get install -y $*"
}

# need COMMAND PACKAGE...: pairs; installs the packages of all commands that are missing, in one go.
need() {
  local missing=()
  PATH=$PATH:/usr/sbin:/usr/local/sbin
  while [ $# -gt 0 ]; do
    command -v "$1" >/dev/null || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
}

# Sets nats_server to the path of one.
find_nats() {
  need nats-server nats-server
  nats_server=$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nats-server)
}

# One at a time: two first uses at once must not build into the same folders. The lock ends with its owner, and is not
# handed down to what the owner starts.
with_lock() {
  local lock=$root/target/setup.lock
  mkdir -p "$root/target"
  if command -v flock >/dev/null; then
    exec 9>"$lock"
    flock -n 9 || { say "waiting for another set-up of this checkout"; flock 9; }
    "$@" 9>&-
    exec 9>&-
  else # macOS
    until mkdir "$lock.dir" 2>/dev/null; do
      kill -0 "$(cat "$lock.dir/pid" 2>/dev/null || echo $$)" 2>/dev/null || rm -rf "$lock.dir"
      sleep 0.2
    done
    echo $$ >"$lock.dir/pid"
    trap 'rm -rf "$root/target/setup.lock.dir"' EXIT
    "$@"
  fi
}

# Classes that were compiled without the checks (-Pfast) would pass for checked ones, and old reports for new ones.
forget_classes() { rm -rf "$root"/*/target/{classes,test-classes,maven-status,surefire-reports}; }

maven() { (cd "$root" && ./mvnw -B --no-transfer-progress "$@"); }

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi
}
