<?php
// A client of libvirt's PHP binding, which has no events and tells errors by their text: client.php URI GUEST.xml.
// Prints what happened, one line each.

function must(mixed $result, string $call): mixed
{
    if ($result === false) {
        exit("failed $call: " . libvirt_get_last_error() . "\n");
    }
    return $result;
}

function print_list($conn): void
{
    $names = must(libvirt_list_domains($conn), 'list');
    sort($names);
    foreach ($names as $name) {
        $domain = must(libvirt_domain_lookup_by_name($conn, $name), 'lookup');
        printf("domain %s %d\n", $name, must(libvirt_domain_get_info($domain), 'info')['state']);
    }
}

function print_error(string $call, callable $action): void
{
    if (@$action() !== false) {
        exit("$call did not fail\n");
    }
    printf("error %s message=%s\n", $call, libvirt_get_last_error());
}

[, $uri, $guest] = $argv;
$conn = must(libvirt_connect($uri, false), 'connect');
printf("connected %s\n", libvirt_connect_get_hypervisor($conn)['hypervisor']);
print_list($conn);
$domain = must(libvirt_domain_define_xml($conn, file_get_contents($guest)), 'define');
printf("defined %s persistent=%d\n", libvirt_domain_get_name($domain), libvirt_domain_is_persistent($domain));
must(libvirt_domain_create($domain), 'create');
printf("started id=%s\n", libvirt_domain_is_active($domain) ? 'set' : 'none');
print_list($conn);
$info = must(libvirt_domain_get_info($domain), 'info');
printf(
    "info state=%d vcpus=%d memory=%d maximum=%d\n",
    $info['state'],
    $info['nrVirtCpu'],
    $info['memory'],
    $info['maxMem'],
);
$stats = must(libvirt_connect_get_all_domain_stats($conn, VIR_DOMAIN_STATS_STATE, 0), 'stats');
printf("stats binding state.state=%d\n", $stats['binding']['state.state']);
print_error('lookup', fn() => libvirt_domain_lookup_by_name($conn, 'nobody'));
print_error('start', fn() => libvirt_domain_create($domain));
must(libvirt_domain_destroy($domain), 'destroy');
echo "destroyed\n";
must(libvirt_domain_undefine($domain), 'undefine');
echo "undefined\n";
print_list($conn);
unset($domain, $conn);
echo "closed\n";
