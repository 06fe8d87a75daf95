/*
 * Runs before the page's own script, in any browser with JavaScript at all: hence no newer syntax than of 2009. If the
 * browser lacks something the page can't do without, or the page's script can't be loaded or started, it says so in
 * the place of the page. A file of its own, since the page's policy allows no inline scripts.
 */
(function () {
  'use strict';

  /* What the build's target (vite.config.ts) and the style sheets take for granted. */
  var BROWSERS = 'Chrome or Edge 123, Firefox 125, Safari 17.5 or newer';

  var html = document.documentElement;

  /* Names of what is missing; a test that throws counts as missing. */
  function missing() {
    var names = [];
    function need(name, isThere) {
      var there = false;
      try {
        there = isThere();
      } catch (error) {
        there = false;
      }
      if (!there) names.push(name);
    }
    need('module scripts', function () {
      return 'noModule' in document.createElement('script');
    });
    need('WebAssembly', function () {
      return typeof WebAssembly.Module === 'function' && typeof WebAssembly.Memory === 'function';
    });
    need('web workers (Worker)', function () {
      return typeof Worker === 'function';
    });
    need('JavaScript of 2023 (Array.prototype.toSorted, with, toSpliced, findLast)', function () {
      var array = Array.prototype;
      return array.toSorted && array['with'] && array.toSpliced && array.findLast;
    });
    need('JavaScript of 2022 (Array.prototype.at, Object.hasOwn)', function () {
      return Array.prototype.at && Object.hasOwn;
    });
    need('colours for light and dark (light-dark() in style sheets)', function () {
      return CSS.supports('color', 'light-dark(#fff, #000)');
    });
    return names;
  }

  /* Whether the page's script has put the page in the place of the sentence. */
  function drawn() {
    var root = document.getElementById('root');
    return root && root.firstElementChild && !root.querySelector('.not-started');
  }

  function paragraph(text) {
    var line = document.createElement('p');
    line.setAttribute('role', 'alert');
    line.appendChild(document.createTextNode(text));
    return line;
  }

  /* Above what the page says while it is not started; `only` takes the place of that. */
  function say(sentence, only) {
    /* The place for it may not be there yet. */
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', function () {
        if (!drawn()) say(sentence, only);
      });
      return;
    }
    var root = document.getElementById('root');
    var box = root && root.querySelector('.not-started');
    if (!box) return;
    /* Not only after some seconds. */
    box.style.animation = 'none';
    var heading = box.firstElementChild;
    while (only && heading.nextSibling) box.removeChild(heading.nextSibling);
    box.insertBefore(paragraph(sentence), heading.nextSibling);
  }

  var names = missing();
  if (names.length > 0) {
    /* The page's script looks at this and leaves the sentence where it is. */
    html.setAttribute('data-unsupported', '');
    var lacks = 'This browser lacks what Slimwave needs: ' + names.join('; ') + '. ';
    var advice =
      'It is too old, or these features are switched off. Slimwave runs in ' + BROWSERS + '.';
    say(lacks + advice, true);
    return;
  }

  /* From here on, until the page is drawn: what keeps it from starting. */
  function fail(what) {
    if (drawn()) return;
    var advice = 'Reload the page to try again, or try another browser: ' + BROWSERS + '.';
    say('Slimwave could not be started: ' + what + '. ' + advice, false);
  }
  function onError(event) {
    var source = event.target;
    if (source && source.tagName === 'SCRIPT') {
      var file = String(source.src).replace(/^.*\//, '');
      var why = 'the server does not have it, or a policy or an extension blocks it';
      fail('its script ' + file + ' could not be loaded (' + why + ')');
    } else if (event.message) {
      fail(String(event.message).replace(/\.$/, ''));
    }
  }
  window.addEventListener('error', onError, true);
  window.addEventListener('unhandledrejection', function (event) {
    var reason = event.reason;
    fail(String((reason && reason.message) || reason).replace(/\.$/, ''));
  });
})();
