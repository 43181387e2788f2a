// A client of libvirt's C library by the foreign linker of the JDK: Client.java URI GUEST.xml.
// Prints what happened, one line each. Runs from source: java --add-modules jdk.incubator.foreign ... Client.java
import static jdk.incubator.foreign.CLinker.*;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.TreeMap;
import jdk.incubator.foreign.CLinker;
import jdk.incubator.foreign.FunctionDescriptor;
import jdk.incubator.foreign.MemoryAccess;
import jdk.incubator.foreign.MemoryAddress;
import jdk.incubator.foreign.MemoryLayout;
import jdk.incubator.foreign.MemorySegment;
import jdk.incubator.foreign.ResourceScope;
import jdk.incubator.foreign.SymbolLookup;

public class Client {
    static final MemoryAddress NULL = MemoryAddress.NULL;
    static final ResourceScope SCOPE = ResourceScope.globalScope();
    static final Queue<String> HELD = new ArrayDeque<>();
    static boolean late = false;

    /** Calls a function of the library that takes addresses and ints. */
    static Object call(Class<?> result, String name, Object... args) throws Throwable {
        MethodType type = MethodType.methodType(result);
        MemoryLayout[] layouts = new MemoryLayout[args.length];
        for (int i = 0; i < args.length; i++) {
            boolean isInt = args[i] instanceof Integer;
            type = type.appendParameterTypes(isInt ? int.class : MemoryAddress.class);
            layouts[i] = isInt ? C_INT : C_POINTER;
        }
        FunctionDescriptor descriptor = result == int.class
                ? FunctionDescriptor.of(C_INT, layouts)
                : result == void.class ? FunctionDescriptor.ofVoid(layouts) : FunctionDescriptor.of(C_POINTER, layouts);
        MemoryAddress symbol = SymbolLookup.loaderLookup().lookup(name).orElseThrow();
        return CLinker.getInstance().downcallHandle(symbol, type, descriptor).invokeWithArguments(args);
    }

    static int integer(String name, Object... args) throws Throwable {
        int result = (int) call(int.class, name, args);
        if (result < 0) throw new IllegalStateException(name + ": " + lastError());
        return result;
    }

    static MemoryAddress address(String name, Object... args) throws Throwable {
        MemoryAddress result = (MemoryAddress) call(MemoryAddress.class, name, args);
        if (result.equals(NULL)) throw new IllegalStateException(name + ": " + lastError());
        return result;
    }

    static MemoryAddress text(String value) {
        return toCString(value, SCOPE).address();
    }

    static String name(MemoryAddress domain) throws Throwable {
        return toJavaString(address("virDomainGetName", domain));
    }

    /** The last error as code, domain and message; virError begins with two ints and a pointer. */
    static String lastError() throws Throwable {
        MemoryAddress error = (MemoryAddress) call(MemoryAddress.class, "virGetLastError");
        MemorySegment segment = error.asSegment(16, SCOPE);
        int code = MemoryAccess.getIntAtOffset(segment, 0);
        int domain = MemoryAccess.getIntAtOffset(segment, 4);
        String message = toJavaString(MemoryAccess.getAddressAtOffset(segment, 8));
        return "code=" + code + " domain=" + domain + " message=" + message;
    }

    public static int onEvent(
            MemoryAddress conn, MemoryAddress domain, int event, int detail, MemoryAddress opaque) throws Throwable {
        HELD.add(name(domain) + " " + event + " " + detail);
        return 0;
    }

    public static void onTimeout(int timer, MemoryAddress opaque) {
        late = true;
    }

    public static void onError(MemoryAddress opaque, MemoryAddress error) {}

    static MemoryAddress callback(String name, MethodType type, FunctionDescriptor descriptor) throws Throwable {
        MethodHandle handle = MethodHandles.lookup().findStatic(Client.class, name, type);
        return CLinker.getInstance().upcallStub(handle, descriptor, SCOPE);
    }

    static void printEvent() throws Throwable {
        MethodType type = MethodType.methodType(void.class, int.class, MemoryAddress.class);
        MemoryAddress onTimeout = callback("onTimeout", type, FunctionDescriptor.ofVoid(C_INT, C_POINTER));
        int timer = integer("virEventAddTimeout", 20000, onTimeout, NULL, NULL);
        while (HELD.isEmpty() && !late) integer("virEventRunDefaultImpl");
        integer("virEventRemoveTimeout", timer);
        if (late) throw new IllegalStateException("no event came");
        System.out.println("event " + HELD.remove());
    }

    static void printList(MemoryAddress conn) throws Throwable {
        MemorySegment list = MemorySegment.allocateNative(8, SCOPE);
        int count = integer("virConnectListAllDomains", conn, list.address(), 0);
        MemorySegment domains = MemoryAccess.getAddress(list).asSegment(8L * count, SCOPE);
        TreeMap<String, Integer> states = new TreeMap<>();
        MemorySegment state = MemorySegment.allocateNative(8, SCOPE);
        for (int i = 0; i < count; i++) {
            MemoryAddress domain = MemoryAccess.getAddressAtIndex(domains, i);
            integer("virDomainGetState", domain, state.address(), state.address().addOffset(4), 0);
            states.put(name(domain), MemoryAccess.getInt(state));
            integer("virDomainFree", domain);
        }
        states.forEach((name, value) -> System.out.println("domain " + name + " " + value));
    }

    /** virDomainInfo: a byte, two longs, a short and a 64-bit number. */
    static void printInfo(MemoryAddress domain) throws Throwable {
        MemorySegment info = MemorySegment.allocateNative(40, SCOPE);
        integer("virDomainGetInfo", domain, info.address());
        System.out.printf(
                "info state=%d vcpus=%d memory=%d maximum=%d%n",
                MemoryAccess.getByteAtOffset(info, 0),
                MemoryAccess.getShortAtOffset(info, 24),
                MemoryAccess.getLongAtOffset(info, 16),
                MemoryAccess.getLongAtOffset(info, 8));
    }

    /** Statistics of one domain; a record begins with the domain, the parameters and their number. */
    static void printStats(MemoryAddress domain) throws Throwable {
        MemorySegment domains = MemorySegment.allocateNative(16, SCOPE);
        MemoryAccess.setAddressAtIndex(domains, 0, domain);
        MemorySegment result = MemorySegment.allocateNative(8, SCOPE);
        integer("virDomainListGetStats", domains.address(), 1, result.address(), 0);
        MemoryAddress records = MemoryAccess.getAddress(result);
        MemorySegment record = MemoryAccess.getAddress(records.asSegment(8, SCOPE)).asSegment(24, SCOPE);
        MemoryAddress params = MemoryAccess.getAddressAtOffset(record, 8);
        int count = MemoryAccess.getIntAtOffset(record, 16);
        MemorySegment state = MemorySegment.allocateNative(4, SCOPE);
        integer("virTypedParamsGetInt", params, count, text("state.state"), state.address());
        MemoryAddress found = MemoryAccess.getAddress(record);
        System.out.println("stats " + name(found) + " state.state=" + MemoryAccess.getInt(state));
        call(void.class, "virDomainStatsRecordListFree", records);
    }

    public static void main(String[] args) throws Throwable {
        System.loadLibrary("virt");
        MethodType onErrorType = MethodType.methodType(void.class, MemoryAddress.class, MemoryAddress.class);
        MemoryAddress onError = callback("onError", onErrorType, FunctionDescriptor.ofVoid(C_POINTER, C_POINTER));
        call(void.class, "virSetErrorFunc", NULL, onError);
        integer("virEventRegisterDefaultImpl");
        MemoryAddress conn = address("virConnectOpen", text(args[0]));
        System.out.println("connected " + toJavaString(address("virConnectGetType", conn)));
        printList(conn);
        MethodType onEventType = MethodType.methodType(
                int.class, MemoryAddress.class, MemoryAddress.class, int.class, int.class, MemoryAddress.class);
        FunctionDescriptor onEventShape =
                FunctionDescriptor.of(C_INT, C_POINTER, C_POINTER, C_INT, C_INT, C_POINTER);
        MemoryAddress onEvent = callback("onEvent", onEventType, onEventShape);
        int id = integer("virConnectDomainEventRegisterAny", conn, NULL, 0, onEvent, NULL, NULL);
        MemoryAddress domain = address("virDomainDefineXML", conn, text(Files.readString(Path.of(args[1]))));
        System.out.println("defined " + name(domain) + " persistent=" + integer("virDomainIsPersistent", domain));
        printEvent();
        integer("virDomainCreate", domain);
        System.out.println("started id=" + (integer("virDomainIsActive", domain) == 1 ? "set" : "none"));
        printEvent();
        printList(conn);
        printInfo(domain);
        printStats(domain);
        MemoryAddress nobody =
                (MemoryAddress) call(MemoryAddress.class, "virDomainLookupByName", conn, text("nobody"));
        if (!nobody.equals(NULL)) throw new IllegalStateException("nobody was found");
        System.out.println("error lookup " + lastError());
        if ((int) call(int.class, "virDomainCreate", domain) == 0) throw new IllegalStateException("started twice");
        System.out.println("error start " + lastError());
        integer("virDomainDestroy", domain);
        System.out.println("destroyed");
        printEvent();
        integer("virDomainUndefine", domain);
        System.out.println("undefined");
        printEvent();
        integer("virConnectDomainEventDeregisterAny", conn, id);
        integer("virDomainFree", domain);
        printList(conn);
        integer("virConnectClose", conn);
        System.out.println("closed");
    }
}
