"""An authority like polkit's on a private bus: answers as its argument says, and refuses what polkit would refuse."""
import sys
import dbus, dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

AUTHORITY = "org.freedesktop.PolicyKit1.Authority"
ANSWERS = {
    "yes": (True, False, {}),
    "no": (False, False, {}),
    "challenge": (False, True, {}),
    "dismissed": (False, False, {"polkit.dismissed": "true"}),
}


class Failed(dbus.DBusException):
    _dbus_error_name = "org.freedesktop.PolicyKit1.Error.Failed"


def start_time(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return int(stat.read().rpartition(")")[2].split()[19])


class Authority(dbus.service.Object):
    @dbus.service.method(AUTHORITY, in_signature="(sa{sv})sa{ss}us", out_signature="(bba{ss})")
    def CheckAuthorization(self, subject, action, details, flags, _cancellation):
        kind, process = subject
        if kind != "unix-process" or set(process) != {"pid", "start-time", "uid"}:
            raise Failed(f"subject {kind} {sorted(process)}")
        if process["start-time"] != start_time(process["pid"]):
            raise Failed(f"process with PID {process['pid']} has been replaced")
        if action not in ("org.libvirt.unix.manage", "org.libvirt.unix.monitor"):
            raise Failed(f"Action {action} is not registered")
        if flags != 1 or details:
            raise Failed(f"flags {flags}, details {dict(details)}")
        authorized, challenge, found = ANSWERS[sys.argv[1]]
        return (authorized, challenge, dbus.Dictionary(found, signature="ss"))

    @dbus.service.method(dbus.PROPERTIES_IFACE, in_signature="s", out_signature="a{sv}")
    def GetAll(self, _interface):
        return {"BackendName": "test", "BackendVersion": "1", "BackendFeatures": dbus.UInt32(1)}


DBusGMainLoop(set_as_default=True)
bus = dbus.SystemBus()
name = dbus.service.BusName("org.freedesktop.PolicyKit1", bus)
authority = Authority(bus, "/org/freedesktop/PolicyKit1/Authority")
print("ready", flush=True)
GLib.MainLoop().run()
