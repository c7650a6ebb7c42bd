#!/bin/sh
# Makes the secrets that compose.yaml mounts, once: what is there stays as it is.
set -eu
folder="$(dirname "$0")/secrets"
# The folder keeps others of this machine out. The files in it are read by containers, under other users' numbers.
mkdir -p "$folder"
chmod 700 "$folder"

make() {
  [ -e "$folder/$1" ] || (umask 022 && printf '%s' "$2" >"$folder/$1")
}

random() {
  od -An -N 32 -tx1 /dev/urandom | tr -d ' \n'
}

make router "$(random)"
make router.env "PHONE_NUMBERS_ROUTER_SECRET=$(cat "$folder/router")"
make postgres "$(random)"
make database-url "postgres://phone_numbers:$(cat "$folder/postgres")@postgres:5432/phone_numbers"
make grafana "$(random)"
echo "The secrets are in $folder. Grafana's user is admin, with the password in $folder/grafana."
