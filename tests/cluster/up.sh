#!/bin/bash
# Builds the control plane if it is not built, and starts it on the loopback interface: etcd and kube-apiserver.
# Its state, logs and process ids are in target/cluster/<version>/run, and so is a kubeconfig.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
command -v openssl >/dev/null && command -v curl >/dev/null || skip "openssl and curl are needed to start the server"
"$here/build.sh"
"$here/down.sh"
rm -rf "$run"
mkdir -p "$run"
chmod 700 "$run"
cd "$run"
read -r client peer api < <(python3 - <<'P'
import socket
taken = [socket.socket() for _ in range(3)]
for it in taken:
    it.bind(("127.0.0.1", 0))
print(*(it.getsockname()[1] for it in taken))
P
)
start() {
  local part=$1
  shift
  nohup "$binary" "$part" "$@" >"$part.log" 2>&1 </dev/null &
  echo $! >"$part.pid"
}
token=$(openssl rand -hex 16)
echo "$token,admin,admin,\"system:masters\"" >tokens.csv
openssl genrsa -out accounts.key 2048 2>/dev/null

start etcd --name one --data-dir etcd --unsafe-no-fsync --log-level warn \
  --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
  --initial-cluster "one=http://127.0.0.1:$peer"
# The loopback address cannot be advertised to a cluster, and there is none: any other does, and nothing reconciles it.
start kube-apiserver --etcd-servers "http://127.0.0.1:$client" \
  --bind-address 127.0.0.1 --secure-port "$api" --advertise-address 192.0.2.1 --endpoint-reconciler-type none \
  --cert-dir certificates --authorization-mode RBAC --token-auth-file tokens.csv --allow-privileged \
  --service-cluster-ip-range 172.20.0.0/16 --service-account-issuer https://kubernetes.default.svc \
  --service-account-key-file accounts.key --service-account-signing-key-file accounts.key \
  --enable-priority-and-fairness=false --profiling=false

server=https://127.0.0.1:$api
certificate=$run/certificates/apiserver.crt
cat >kubeconfig <<X
apiVersion: v1
kind: Config
clusters: [{name: proof, cluster: {server: "$server", certificate-authority: "$certificate"}}]
users: [{name: admin, user: {token: "$token"}}]
contexts: [{name: proof, context: {cluster: proof, user: admin}}]
current-context: proof
X
for _ in $(seq 600); do
  if [ -s "$certificate" ] && curl -sf --noproxy '*' --cacert "$certificate" -o /dev/null "$server/readyz"; then
    echo "cluster: $server, KUBECONFIG=$run/kubeconfig"
    exit 0
  fi
  for part in etcd kube-apiserver; do
    kill -0 "$(cat "$part.pid")" 2>/dev/null || { tail -n 5 "$part.log" >&2; "$here/down.sh"; exit 1; }
  done
  sleep 0.1
done
echo "cluster: the API server did not become ready in a minute" >&2
"$here/down.sh"
exit 1
