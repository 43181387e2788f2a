# A client of libvirt's Perl binding: client.pl URI GUEST.xml. Prints what happened, one line each.
use strict;
use warnings;
use Sys::Virt;
use Sys::Virt::Domain;
use Sys::Virt::Event;

my ($uri, $guest) = @ARGV;
my @held;
my $late = 0;

sub print_event {
    my $timer = Sys::Virt::Event::add_timeout(20000, sub { $late = 1 });
    Sys::Virt::Event::run_default() until @held || $late;
    Sys::Virt::Event::remove_timeout($timer);
    die "no event came\n" if $late;
    printf "event %s %d %d\n", @{ shift @held };
}

sub print_list {
    my ($conn) = @_;
    for my $domain (sort { $a->get_name cmp $b->get_name } $conn->list_all_domains) {
        my ($state) = $domain->get_state;
        printf "domain %s %d\n", $domain->get_name, $state;
    }
}

sub print_error {
    my ($call, $action) = @_;
    eval { $action->(); 1 } and die "$call did not fail\n";
    my $error = $@;
    die $error unless ref $error;
    printf "error %s code=%d domain=%d message=%s\n", $call, $error->code, $error->domain, $error->message;
}

Sys::Virt::Event::register_default();
my $conn = Sys::Virt->new(uri => $uri);
printf "connected %s\n", $conn->get_type;
print_list($conn);
my $callback = $conn->domain_event_register_any(
    undef,
    Sys::Virt::Domain::EVENT_ID_LIFECYCLE,
    sub {
        my (undef, $domain, $event, $detail) = @_;
        push @held, [$domain->get_name, $event, $detail];
    },
);
my $xml = do { local $/; open my $file, '<', $guest or die $!; <$file> };
my $domain = $conn->define_domain($xml);
printf "defined %s persistent=%d\n", $domain->get_name, $domain->is_persistent;
print_event();
$domain->create;
printf "started id=%s\n", $domain->is_active ? 'set' : 'none';
print_event();
print_list($conn);
my $info = $domain->get_info;
printf "info state=%d vcpus=%d memory=%d maximum=%d\n", @{$info}{qw(state nrVirtCpu memory maxMem)};
my ($record) = $conn->get_all_domain_stats(Sys::Virt::Domain::STATS_STATE, [$domain]);
printf "stats %s state.state=%d\n", $record->{dom}->get_name, $record->{data}{'state.state'};
print_error(lookup => sub { $conn->get_domain_by_name('nobody') });
print_error(start => sub { $domain->create });
$domain->destroy;
print "destroyed\n";
print_event();
$domain->undefine;
print "undefined\n";
print_event();
$conn->domain_event_deregister_any($callback);
print_list($conn);
undef $_ for $domain, $record, $conn;
print "closed\n";
