defmodule Cart do
  use GenServer, restart: :transient

  def start_link({id, customer}), do: GenServer.start_link(__MODULE__, customer, name: name(id))

  def name(id), do: {:via, Registry, {Shop.Registry, id}}

  @impl true
  def init(customer), do: {:ok, customer}

  @impl true
  def handle_call(:customer, _from, customer), do: {:reply, customer, customer}
end

# tag::shop[]
defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, shelf) do
    children = [
      %{id: :stock, start: {:stock, :start_link, [shelf]}, shutdown: 10_000},
      {Registry, keys: :unique, name: Shop.Registry},
      {DynamicSupervisor, name: Shop.Carts},
      {Task.Supervisor, name: Shop.Tasks}
    ]

    Supervisor.start_link(children, strategy: :rest_for_one, max_restarts: 3, max_seconds: 5)
  end
end
# end::shop[]

defmodule Shop.Use do
  def cart do
    # tag::cart[]
    DynamicSupervisor.start_child(Shop.Carts, {Cart, {"17", "ann"}})
    GenServer.call({:via, Registry, {Shop.Registry, "17"}}, :customer)
    # end::cart[]
  end
end
