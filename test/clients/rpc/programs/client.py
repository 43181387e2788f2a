"""A client of libvirt's Python binding: client.py URI GUEST.xml. Prints what happened, one line each."""

import sys
import threading

import libvirt


class Events:
    """Life-cycle events, printed one at a time in their order."""

    def __init__(self):
        self.arrived = threading.Semaphore(0)
        self.held = []

    def __call__(self, conn, domain, event, detail, opaque):
        self.held.append((domain.name(), event, detail))
        self.arrived.release()

    def print_next(self):
        if not self.arrived.acquire(timeout=20):
            sys.exit("no event came")
        print("event %s %d %d" % self.held.pop(0))


def run_loop():
    while True:
        libvirt.virEventRunDefaultImpl()


def print_list(conn):
    for domain in sorted(conn.listAllDomains(), key=lambda one: one.name()):
        print("domain %s %d" % (domain.name(), domain.state()[0]))


def print_error(call, action):
    try:
        action()
        sys.exit("%s did not fail" % call)
    except libvirt.libvirtError as error:
        code, origin, text = error.get_error_code(), error.get_error_domain(), error.get_error_message()
        print("error %s code=%d domain=%d message=%s" % (call, code, origin, text))


def main(uri, guest):
    libvirt.registerErrorHandler(lambda context, error: None, None)
    libvirt.virEventRegisterDefaultImpl()
    threading.Thread(target=run_loop, daemon=True).start()
    conn = libvirt.open(uri)
    print("connected %s" % conn.getType())
    print_list(conn)
    events = Events()
    callback = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, events, None)
    with open(guest, encoding="utf-8") as file:
        domain = conn.defineXML(file.read())
    print("defined %s persistent=%d" % (domain.name(), domain.isPersistent()))
    events.print_next()
    domain.create()
    print("started id=%s" % ("set" if domain.isActive() else "none"))
    events.print_next()
    print_list(conn)
    state, maximum, memory, vcpus, _ = domain.info()
    print("info state=%d vcpus=%d memory=%d maximum=%d" % (state, vcpus, memory, maximum))
    ((found, params),) = conn.domainListGetStats([domain], libvirt.VIR_DOMAIN_STATS_STATE)
    print("stats %s state.state=%d" % (found.name(), params["state.state"]))
    print_error("lookup", lambda: conn.lookupByName("nobody"))
    print_error("start", domain.create)
    domain.destroy()
    print("destroyed")
    events.print_next()
    domain.undefine()
    print("undefined")
    events.print_next()
    conn.domainEventDeregisterAny(callback)
    print_list(conn)
    conn.close()
    print("closed")


main(*sys.argv[1:])
