# A client of libvirt's Ruby binding: client.rb URI GUEST.xml. Prints what happened, one line each. Ruby brings no event
# loop of its own for it; the few lines of EventLoop are one.
require 'libvirt'

class EventLoop
  Handle = Struct.new(:fd, :events, :opaque)
  Timer = Struct.new(:interval, :opaque, :due)

  def initialize
    @handles = {}
    @timers = {}
    @last = 0
    Libvirt.event_register_impl(
      ->(fd, events, opaque) { @handles[@last += 1] = Handle.new(fd, events, opaque); @last },
      ->(id, events) { @handles[id].events = events },
      ->(id) { @handles.delete(id)&.opaque },
      ->(interval, opaque) { @timers[@last += 1] = Timer.new(interval, opaque, due(interval)); @last },
      ->(id, interval) { @timers[id].interval = interval; @timers[id].due = due(interval) },
      ->(id) { @timers.delete(id)&.opaque },
    )
  end

  def due(interval)
    interval.negative? ? Float::INFINITY : Process.clock_gettime(Process::CLOCK_MONOTONIC) + interval / 1000.0
  end

  def once
    run_timers
    now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    wait = [[(@timers.values.map(&:due).min || 1) - now, 0].max, 0.2].min
    reading = select_handles(Libvirt::EVENT_HANDLE_READABLE)
    writing = select_handles(Libvirt::EVENT_HANDLE_WRITABLE)
    ready, writable = IO.select(reading.keys, writing.keys, nil, wait)
    call(reading, ready, Libvirt::EVENT_HANDLE_READABLE)
    call(writing, writable, Libvirt::EVENT_HANDLE_WRITABLE)
  end

  def run_timers
    now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    @timers.select { |_, timer| timer.due <= now }.each do |id, timer|
      timer.due = due(timer.interval)
      Libvirt.event_invoke_timeout_callback(id, timer.opaque)
    end
  end

  def select_handles(bit)
    wanted = @handles.select { |_, handle| handle.events & bit != 0 }
    wanted.to_h { |id, handle| [IO.for_fd(handle.fd, autoclose: false), id] }
  end

  def call(ids, ready, bit)
    (ready || []).each do |io|
      handle = @handles[ids[io]]
      Libvirt.event_invoke_handle_callback(ids[io], handle.fd, bit, handle.opaque) if handle
    end
  end
end

$held = []

def print_event(loop)
  give_up = Process.clock_gettime(Process::CLOCK_MONOTONIC) + 20
  while $held.empty?
    abort 'no event came' if Process.clock_gettime(Process::CLOCK_MONOTONIC) > give_up
    loop.once
  end
  puts format('event %s %d %d', *$held.shift)
end

def print_list(conn)
  conn.list_all_domains.sort_by(&:name).each { |domain| puts "domain #{domain.name} #{domain.state.first}" }
end

def print_error(call)
  yield
  abort "#{call} did not fail"
rescue Libvirt::Error => e
  puts "error #{call} code=#{e.libvirt_code} domain=#{e.libvirt_component} message=#{e.libvirt_message}"
end

uri, guest = ARGV
events = EventLoop.new
conn = Libvirt.open(uri)
puts "connected #{conn.type}"
print_list(conn)
on_event = ->(_, domain, event, detail, _) { $held << [domain.name, event, detail] }
callback = conn.domain_event_register_any(Libvirt::Connect::DOMAIN_EVENT_ID_LIFECYCLE, on_event)
domain = conn.define_domain_xml(File.read(guest))
puts "defined #{domain.name} persistent=#{domain.persistent? ? 1 : 0}"
print_event(events)
domain.create
puts "started id=#{domain.active? ? 'set' : 'none'}"
print_event(events)
print_list(conn)
info = domain.info
puts "info state=#{info.state} vcpus=#{info.nr_virt_cpu} memory=#{info.memory} maximum=#{info.max_mem}"
print_error('lookup') { conn.lookup_domain_by_name('nobody') }
print_error('start') { domain.create }
domain.destroy
puts 'destroyed'
print_event(events)
domain.undefine
puts 'undefined'
print_event(events)
conn.domain_event_deregister_any(callback)
print_list(conn)
domain.free
conn.close
puts 'closed'
$stdout.flush
# Domains that came with events are freed by the binding a second time when it ends, which fails.
exit!
