// The button is pressed again while the first press is still being validated.
import type { Race, World } from '../race.ts';
import { must } from '../race.ts';

function program(
  makeSubmit: (validate: () => Promise<boolean>, post: () => Promise<void>) => () => Promise<void>,
) {
  return async (world: World) => {
    let orders = 0;
    const submit = makeSubmit(
      () => world.io('validate', () => true),
      () =>
        world.io('post', () => {
          orders++;
        }),
    );
    const first = submit();
    await world.sleep(5);
    await Promise.all([first, submit()]);
    must(orders === 1, `${orders} orders were placed`);
  };
}

export const doubleSubmit: Race = {
  name: 'double submit',
  racy: program((validate, post) => {
    let isSubmitted = false;
    return async () => {
      if (isSubmitted || !(await validate())) return;
      isSubmitted = true;
      await post();
    };
  }),
  repaired: program((validate, post) => {
    let isSubmitted = false;
    return async () => {
      if (isSubmitted) return;
      isSubmitted = true;
      if (await validate()) await post();
    };
  }),
};
