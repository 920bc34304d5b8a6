import "uplot/dist/uPlot.min.css";
import "./style/tokens.css";
import "./style/page.css";
import "./style/grid.css";
import "./style/timeline.css";
import "./style/place.css";
import { render } from "preact";
import { Endpoint } from "./endpoint/endpoint";
import { Observer } from "./live/observer";
import { ObserverContext } from "./shell";
import { Page } from "./view/Page";

const observer = new Observer(Endpoint.ofPage(location.href.split(/[?#]/)[0]!));

render(
  <ObserverContext.Provider value={observer}>
    <Page />
  </ObserverContext.Provider>,
  document.getElementById("observer")!,
);
observer.start();
