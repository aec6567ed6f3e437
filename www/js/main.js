// Starts the panels, each on its own: one that fails leaves the others working.
import { takeLink } from "./account/link.js";
import { startAccount } from "./account/panel.js";
import { startCopy } from "./copy.js";
import { $ } from "./dom.js";
import { startLogin } from "./login/flow.js";
import { startCurve } from "./passwords/curve.js";
import { startMake } from "./passwords/make.js";
import { startRead } from "./passwords/read.js";
import { startReveal } from "./reveal.js";
import { script } from "./scripts.js";
import { startSections } from "./sections.js";
import { startLook } from "./tokens/look.js";
import { startSign } from "./tokens/sign.js";
import { startTour } from "./tour.js";

// Before anything else: no token stays in the address.
const link = takeLink();
startSections();
startCopy();
startReveal();
const toured = startTour();
const settings = startMake();
startCurve(settings);
startRead();
const look = startLook();
startSign(look);
startAccount(startLogin(look), link);

// The pages work without a network once they were seen, with all that they load: so not before the package is there. A browser
// that keeps no service worker loses just that.
toured
  .then(() => navigator.serviceWorker.register(script("pages")))
  .then(() => navigator.serviceWorker.ready)
  .then(
    () => {
      $("offline-state").textContent = "This page works without a network, too.";
    },
    () => {},
  );
