#!/bin/busybox sh
# /init of the guest: a network card, the modules of USB/IP, then jobs from the host until it has no more.
# Everything it prints goes to ttyS0, which the host keeps for the case that something is wrong.
/bin/busybox --install -s /bin
export PATH=/bin:/sbin:/usr/bin:/usr/sbin HOME=/tmp
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /tmp /run /var/run /etc
chmod 1777 /tmp
echo "root:x:0:0::/tmp:/bin/sh
nobody:x:65534:65534::/tmp:/bin/sh" >/etc/passwd
for module in $(cat /modules/order); do insmod "/modules/$module" || echo "INIT: $module was not loaded"; done
ip link set lo up
ip link set eth0 up
ip addr add 10.0.2.15/24 dev eth0
host=http://10.0.2.2:$(sed 's/.*bootsmith\.link=\([0-9]*\).*/\1/' /proc/cmdline)

# One job: its two outputs, then its exit code and when it began and ended (seconds since the guest started).
run() {
  read -r from rest </proc/uptime
  sh "/tmp/job-$1" >"/tmp/out-$1" 2>"/tmp/err-$1" </dev/null
  code=$?
  read -r to rest </proc/uptime
  wget -q -O /dev/null --post-file "/tmp/err-$1" "$host/stderr/$1"
  wget -q -O /dev/null --post-file "/tmp/out-$1" "$host/stdout/$1?code=$code&from=$from&to=$to"
  rm -f "/tmp/job-$1" "/tmp/out-$1" "/tmp/err-$1"
}

export host
echo "INIT: ready"
while wget -q -O /tmp/job "$host/job"; do
  read -r id </tmp/job
  [ "$id" = end ] && break
  tail -n +2 /tmp/job >"/tmp/job-$id"
  run "$id" &
done
echo "INIT: switching off"
poweroff -f
