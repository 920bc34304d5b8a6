%% tag::stock[]
-module(stock).
-behaviour(gen_server).
-export([start_link/1, put/0, take/0]).
-export([init/1, handle_continue/2, handle_call/3, handle_cast/2, handle_info/2, terminate/2]).

start_link(Shelf) -> gen_server:start_link({local, ?MODULE}, ?MODULE, Shelf, []).
put()             -> gen_server:cast(?MODULE, put).
take()            -> gen_server:call(?MODULE, take, 30_000).

init(Shelf) -> {ok, {Shelf, 0, []}, {continue, count}}.

handle_continue(count, {Shelf, _, Waiting}) ->
    erlang:send_after(60_000, self(), report),
    {noreply, {Shelf, Shelf(), Waiting}}.

handle_call(take, From, {Shelf, 0, Waiting})     -> {noreply, {Shelf, 0, Waiting ++ [From]}};
handle_call(take, _From, {Shelf, Left, Waiting}) -> {reply, Left - 1, {Shelf, Left - 1, Waiting}}.

handle_cast(put, {Shelf, Left, []}) -> {noreply, {Shelf, Left + 1, []}};
handle_cast(put, {Shelf, Left, [First | Rest]}) ->
    gen_server:reply(First, Left),
    {noreply, {Shelf, Left, Rest}}.

handle_info(report, {_, Left, _} = State) ->
    logger:info("~p left", [Left]),
    erlang:send_after(60_000, self(), report),
    {noreply, State}.

terminate(Reason, {_, Left, _}) -> logger:info("closed with ~p left: ~p", [Left, Reason]).
%% end::stock[]
