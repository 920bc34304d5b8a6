%% The work of the Java side, done by Erlang/OTP: gen_servers with local names under supervisors. Prints the same lines:
%% erlang/name value unit. Cases, batches and what is waited for are those of Messages.java and Processes.java.
-module(bench).
-behaviour(gen_server).

-export([main/1]).
-export([init/1, handle_call/3, handle_cast/2]).

-define(CALLS, 10000).
-define(CALLERS, 100).
-define(CALLS_EACH, 500).
-define(CASTS, 200000).
-define(ROUNDS, 5).

%% The arguments: milliseconds of warm-up, milliseconds of measurement, the case.
main([WarmUp, Measurement, Case]) ->
    ok = logger:set_primary_config(level, none),
    process_flag(trap_exit, true),
    run(Case, list_to_integer(WarmUp), list_to_integer(Measurement)),
    halt(0).

run("call-1:1", W, M) ->
    server(server),
    batches("call-1:1", ?CALLS, W, M, fun() -> together(1, fun(_) -> call(server, ?CALLS) end) end);
run("call-100:1", W, M) ->
    server(server),
    batches("call-100:1", ?CALLERS * ?CALLS_EACH, W, M,
            fun() -> together(?CALLERS, fun(_) -> call(server, ?CALLS_EACH) end) end);
run("call-100-pairs", W, M) ->
    Servers = list_to_tuple([server(name("pair", I)) || I <- lists:seq(1, ?CALLERS)]),
    batches("call-100-pairs", ?CALLERS * ?CALLS_EACH, W, M,
            fun() -> together(?CALLERS, fun(I) -> call(element(I, Servers), ?CALLS_EACH) end) end);
run("call-handler", W, M) ->
    server(server),
    server(relay),
    batches("call-handler", ?CALLS, W, M, fun() -> gen_server:call(relay, {relay, server, ?CALLS}, infinity) end);
run("cast-1", W, M) ->
    casts("cast-1", 1, W, M);
run("cast-4", W, M) ->
    casts("cast-4", 4, W, M);
run("spawn", _, _) ->
    Children = 20000,
    Time = median(?ROUNDS, ?ROUNDS, fun() -> spawning(Children) end),
    figure("spawn", Time / Children / 1000, "us");
run("crash-restart", _, _) ->
    Crashes = 200,
    Time = median(50, 31, fun() -> crashing(Crashes) end),
    figure("crash-restart", Time / Crashes / 1000, "us");
run("one-for-all-10k", _, _) ->
    Children = 10000,
    Left = atomics:new(1, []),
    atomics:put(Left, 1, Children),
    Me = self(),
    {ok, _} = supervisor:start_link(?MODULE, {supervisor, one_for_all,
        [child(name("all", I), {counted, Left, Me}) || I <- lists:seq(1, Children)]}),
    receive done -> ok end,
    Time = median(?ROUNDS, ?ROUNDS, fun() ->
        atomics:put(Left, 1, Children),
        time(fun() -> gen_server:cast(all1, crash), receive done -> ok end end)
    end),
    figure("one-for-all-10k", Time / 1.0e6, "ms");
run("start-stop-100k", _, _) ->
    Times = [children(100000) || _ <- lists:seq(1, ?ROUNDS + 2)],
    {Starts, Stops} = lists:unzip(lists:nthtail(2, Times)),
    figure("start-100k", middle(Starts) / 1.0e6, "ms"),
    figure("stop-100k", middle(Stops) / 1.0e6, "ms");
run("blocked-1000", _, _) ->
    Callers = 1000,
    Calls = 100,
    Servers = list_to_tuple([server(name("blocked", I)) || I <- lists:seq(1, Callers)]),
    Time = median(?ROUNDS, ?ROUNDS, fun() -> time(fun() ->
        together(Callers, fun(I) -> repeat(Calls, fun() -> gen_server:call(element(I, Servers), snooze) end) end)
    end) end),
    figure("blocked-1000", Callers * Calls / (Time / 1.0e9), "calls/s");
run("idle-bytes", _, _) ->
    Servers = 200000,
    {ok, Nursery} = supervisor:start_link(?MODULE, nursery),
    repeat(1000, fun() -> {ok, _} = supervisor:start_child(Nursery, []) end),
    Before = memory(Nursery),
    repeat(Servers, fun() -> {ok, _} = supervisor:start_child(Nursery, []) end),
    figure("idle-bytes", (memory(Nursery) - Before) / Servers, "B");
run(_, _, _) ->
    ok.

%% messages

%% Off heap: with many senders the queue of the server is not copied by each of its collections.
casts(Name, Senders, W, M) ->
    Options = [{spawn_opt, [{message_queue_data, off_heap}]}],
    {ok, _} = supervisor:start_link(?MODULE, {supervisor, one_for_one, [child(server, echo, Options)]}),
    batches(Name, ?CASTS, W, M, fun() ->
        ok = gen_server:call(server, {expect, ?CASTS, self()}),
        together(Senders, fun(_) -> repeat(?CASTS div Senders, fun() -> gen_server:cast(server, tick) end) end),
        receive done -> ok end
    end).

call(_, 0) -> ok;
call(Server, N) ->
    pong = gen_server:call(Server, ping),
    call(Server, N - 1).

repeat(0, _) -> ok;
repeat(N, Work) ->
    Work(),
    repeat(N - 1, Work).

%% So many processes at once; returns when all have ended.
together(N, Work) ->
    Started = [spawn_monitor(fun() -> Work(I) end) || I <- lists:seq(1, N)],
    [receive {'DOWN', Ref, process, Pid, normal} -> ok end || {Pid, Ref} <- Started],
    ok.

%% processes

spawning(Children) ->
    {ok, Nursery} = supervisor:start_link(?MODULE, nursery),
    Left = atomics:new(1, []),
    atomics:put(Left, 1, Children),
    Me = self(),
    Time = time(fun() ->
        together(1, fun(_) -> repeat(Children, fun() ->
            {ok, Child} = supervisor:start_child(Nursery, []),
            gen_server:cast(Child, {count, Left, Me})
        end) end),
        receive done -> ok end
    end),
    stop(Nursery),
    Time.

crashing(Crashes) ->
    {ok, Supervisor} = supervisor:start_link(?MODULE, {supervisor, one_for_one, [child(phoenix, echo)]}),
    Time = time(fun() -> together(1, fun(_) -> repeat(Crashes, fun() ->
        gen_server:cast(phoenix, crash),
        until_answered()
    end) end) end),
    stop(Supervisor),
    Time.

until_answered() ->
    try gen_server:call(phoenix, ping)
    catch exit:_ ->
        erlang:yield(),
        until_answered()
    end.

children(Children) ->
    {ok, Nursery} = supervisor:start_link(?MODULE, nursery),
    Start = time(fun() -> together(1, fun(_) -> repeat(Children, fun() ->
        {ok, _} = supervisor:start_child(Nursery, [])
    end) end) end),
    {Start, time(fun() -> stop(Nursery) end)}.

stop(Supervisor) ->
    ok = gen_server:stop(Supervisor, shutdown, infinity),
    receive {'EXIT', Supervisor, _} -> ok end.

memory(Nursery) ->
    erlang:garbage_collect(Nursery),
    erlang:garbage_collect(),
    erlang:memory(total).

server(Name) ->
    {ok, _} = supervisor:start_link(?MODULE, {supervisor, one_for_one, [child(Name, echo)]}),
    Name.

child(Name, Start) ->
    child(Name, Start, []).

child(Name, Start, Options) ->
    #{id => Name, start => {gen_server, start_link, [{local, Name}, ?MODULE, Start, Options]}}.

name(Prefix, I) -> list_to_atom(Prefix ++ integer_to_list(I)).

%% callbacks, of supervisors and servers

init({supervisor, Strategy, Children}) ->
    {ok, {#{strategy => Strategy, intensity => 10000000, period => 1}, Children}};
init(nursery) ->
    {ok, {#{strategy => simple_one_for_one},
          [#{id => child, start => {gen_server, start_link, [?MODULE, echo, []]}, restart => permanent}]}};
init({counted, Left, Waiter}) ->
    count(Left, Waiter),
    {ok, state};
init(echo) ->
    {ok, state}.

handle_call(ping, _, State) ->
    {reply, pong, State};
handle_call(snooze, _, State) ->
    timer:sleep(1),
    {reply, slept, State};
handle_call({relay, Server, Calls}, _, State) ->
    {reply, call(Server, Calls), State};
handle_call({expect, Casts, Waiter}, _, _) ->
    {reply, ok, {Casts, Waiter}}.

handle_cast(tick, {1, Waiter}) ->
    Waiter ! done,
    {noreply, state};
handle_cast(tick, {Left, Waiter}) ->
    {noreply, {Left - 1, Waiter}};
handle_cast({count, Left, Waiter}, State) ->
    count(Left, Waiter),
    {noreply, State};
handle_cast(crash, _) ->
    error(as_it_was_told).

count(Left, Waiter) ->
    case atomics:sub_get(Left, 1, 1) of
        0 -> Waiter ! done;
        _ -> ok
    end.

%% measuring

time(Work) ->
    Start = erlang:monotonic_time(nanosecond),
    Work(),
    erlang:monotonic_time(nanosecond) - Start.

%% Batches for so many milliseconds; the median of the measured ones counts.
batches(Name, Operations, WarmUp, Measurement, Batch) ->
    batches_for(WarmUp, Batch),
    figure(Name, middle(batches_for(Measurement, Batch)) / Operations, "ns").

batches_for(Milliseconds, Batch) ->
    batches_until(erlang:monotonic_time(millisecond) + Milliseconds, Batch, []).

batches_until(End, Batch, Times) ->
    Now = [time(Batch) | Times],
    case erlang:monotonic_time(millisecond) >= End of
        true -> Now;
        false -> batches_until(End, Batch, Now)
    end.

median(WarmUp, Rounds, Work) ->
    [Work() || _ <- lists:seq(1, WarmUp)],
    middle([Work() || _ <- lists:seq(1, Rounds)]).

middle(Values) ->
    lists:nth((length(Values) + 1) div 2, lists:sort(Values)).

figure(Name, Value, Unit) ->
    io:format("erlang/~s ~.3f ~s~n", [Name, float(Value), Unit]).
