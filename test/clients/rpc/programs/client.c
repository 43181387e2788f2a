/* A client of libvirt's C library: client URI GUEST.xml. Prints what happened, one line each. */
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY 64

static int pending_event = -1;
static int pending_detail = -1;
static char pending_name[256];
static int too_late = 0;

static void fail(const char *what)
{
    virErrorPtr error = virGetLastError();
    printf("failed %s: %s\n", what, error ? error->message : "no error");
    exit(1);
}

static int on_event(virConnectPtr conn, virDomainPtr dom, int event, int detail, void *opaque)
{
    (void)conn;
    (void)opaque;
    snprintf(pending_name, sizeof pending_name, "%s", virDomainGetName(dom));
    pending_event = event;
    pending_detail = detail;
    return 0;
}

static void on_timeout(int timer, void *opaque)
{
    (void)timer;
    (void)opaque;
    too_late = 1;
}

static void await_event(void)
{
    int timer = virEventAddTimeout(20000, on_timeout, NULL, NULL);
    while (pending_event < 0 && !too_late)
        if (virEventRunDefaultImpl() < 0)
            fail("event loop");
    virEventRemoveTimeout(timer);
    if (too_late)
        fail("event");
    printf("event %s %d %d\n", pending_name, pending_event, pending_detail);
    pending_event = -1;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(virDomainGetName(*(virDomainPtr *)a), virDomainGetName(*(virDomainPtr *)b));
}

static void list(virConnectPtr conn)
{
    virDomainPtr *domains;
    int count = virConnectListAllDomains(conn, &domains, 0);
    if (count < 0)
        fail("list");
    qsort(domains, count, sizeof *domains, by_name);
    for (int i = 0; i < count; i++) {
        int state, reason;
        if (virDomainGetState(domains[i], &state, &reason, 0) < 0)
            fail("state");
        printf("domain %s %d\n", virDomainGetName(domains[i]), state);
        virDomainFree(domains[i]);
    }
    free(domains);
}

static void stats(virDomainPtr dom)
{
    virDomainInfo info;
    virDomainPtr doms[] = {dom, NULL};
    virDomainStatsRecordPtr *records;
    int state;
    if (virDomainGetInfo(dom, &info) < 0)
        fail("info");
    printf("info state=%d vcpus=%d memory=%lu maximum=%lu\n", info.state, info.nrVirtCpu, info.memory, info.maxMem);
    if (virDomainListGetStats(doms, VIR_DOMAIN_STATS_STATE, &records, 0) != 1)
        fail("stats");
    if (virTypedParamsGetInt(records[0]->params, records[0]->nparams, "state.state", &state) != 1)
        fail("state.state");
    printf("stats %s state.state=%d\n", virDomainGetName(records[0]->dom), state);
    virDomainStatsRecordListFree(records);
}

static void print_error(const char *call)
{
    virErrorPtr error = virGetLastError();
    printf("error %s code=%d domain=%d message=%s\n", call, error->code, error->domain, error->message);
}

static void quiet(void *opaque, virErrorPtr error)
{
    (void)opaque;
    (void)error;
}

int main(int argc, char **argv)
{
    static char xml[65536];
    FILE *file;
    virConnectPtr conn;
    virDomainPtr dom;
    int callback;

    if (argc != 3 || !(file = fopen(argv[2], "r")))
        return 2;
    xml[fread(xml, 1, sizeof xml - 1, file)] = '\0';
    fclose(file);
    virSetErrorFunc(NULL, quiet);
    if (virEventRegisterDefaultImpl() < 0 || !(conn = virConnectOpen(argv[1])))
        fail("connect");
    printf("connected %s\n", virConnectGetType(conn));
    list(conn);
    callback = virConnectDomainEventRegisterAny(conn, NULL, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                                VIR_DOMAIN_EVENT_CALLBACK(on_event), NULL, NULL);
    if (callback < 0)
        fail("register");
    if (!(dom = virDomainDefineXML(conn, xml)))
        fail("define");
    printf("defined %s persistent=%d\n", virDomainGetName(dom), virDomainIsPersistent(dom));
    await_event();
    if (virDomainCreate(dom) < 0)
        fail("start");
    printf("started id=%s\n", virDomainIsActive(dom) == 1 ? "set" : "none");
    await_event();
    list(conn);
    stats(dom);
    if (virDomainLookupByName(conn, "nobody"))
        fail("lookup of nobody");
    print_error("lookup");
    if (virDomainCreate(dom) == 0)
        fail("second start");
    print_error("start");
    if (virDomainDestroy(dom) < 0)
        fail("destroy");
    printf("destroyed\n");
    await_event();
    if (virDomainUndefine(dom) < 0)
        fail("undefine");
    printf("undefined\n");
    await_event();
    virDomainFree(dom);
    virConnectDomainEventDeregisterAny(conn, callback);
    list(conn);
    if (virConnectClose(conn) < 0)
        fail("close");
    printf("closed\n");
    return 0;
}
