"""A client of libvirt's GObject binding, as GNOME Boxes uses it: client_gobject.py URI GUEST.xml.

Prints what happened, one line each. Events are the signals of connection and domains.
"""

import sys

import gi

gi.require_version("LibvirtGLib", "1.0")
gi.require_version("LibvirtGConfig", "1.0")
gi.require_version("LibvirtGObject", "1.0")
from gi.repository import GLib, LibvirtGConfig, LibvirtGLib, LibvirtGObject  # noqa: E402

held = []


def print_signal():
    """Runs the loop until a signal came."""
    late = []
    timer = GLib.timeout_add_seconds(20, lambda: late.append(True))
    while not held and not late:
        GLib.MainContext.default().iteration(True)
    if late:
        sys.exit("no signal came")
    GLib.source_remove(timer)
    print("signal %s %s" % held.pop(0))


def print_list(conn):
    for domain in sorted(conn.get_domains(), key=lambda one: one.get_name()):
        print("domain %s %d" % (domain.get_name(), domain.get_info().state))


def print_error(call, action):
    try:
        action()
        sys.exit("%s did not fail" % call)
    except GLib.Error as error:
        print("error %s code=%d message=%s" % (call, error.code, error.message))


def watch(domain):
    for signal in ("started", "stopped"):
        domain.connect(signal, lambda one, *_, name=signal: held.append((one.get_name(), name)))


def main(uri, guest):
    LibvirtGLib.init(None)
    LibvirtGObject.init_object(None)
    LibvirtGLib.event_register()
    conn = LibvirtGObject.Connection.new(uri)
    conn.open(None)
    print("connected %s" % conn.get_hypervisor_name())
    conn.fetch_domains(None)
    print_list(conn)
    conn.connect("domain-added", lambda _, one: held.append((one.get_name(), "added")))
    conn.connect("domain-removed", lambda _, one: held.append((one.get_name(), "removed")))
    with open(guest, encoding="utf-8") as file:
        config = LibvirtGConfig.Domain.new_from_xml(file.read())
    domain = conn.create_domain(config)
    print("defined %s persistent=%d" % (domain.get_name(), domain.get_persistent()))
    print_signal()
    watch(domain)
    domain.start(0)
    print("started id=%s" % ("set" if domain.get_id() > 0 else "none"))
    print_signal()
    print_list(conn)
    info = domain.get_info()
    print("info state=%d vcpus=%d memory=%d maximum=%d" % (info.state, info.nrVirtCpu, info.memory, info.maxMem))
    print_error("start", lambda: domain.start(0))
    domain.stop(0)
    print("destroyed")
    print_signal()
    domain.delete(0)
    print("undefined")
    print_signal()
    print_list(conn)
    conn.close()
    print("closed")


main(*sys.argv[1:])
