-module(watching).
-export([linked/0, monitored/0]).

linked() ->
    %% tag::linked[]
    process_flag(trap_exit, true),
    Worker = spawn_link(fun() -> error(oops) end),
    receive
        {'EXIT', Worker, Reason} -> Reason
    after 5_000 -> nothing
    end.
    %% end::linked[]

monitored() ->
    %% tag::monitored[]
    {Worker, Ref} = spawn_monitor(fun() -> receive go -> ok end end),
    Worker ! go,
    receive
        {'DOWN', Ref, process, Worker, Reason} -> Reason
    end.
    %% end::monitored[]
