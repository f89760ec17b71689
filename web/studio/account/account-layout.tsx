import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import iconUrl from '../../ui/icon.svg';
import './account-layout.css';

/** The bare page of those who are not signed in: mark, title, what comes next, one box. */
export function AccountLayout(props: {
  title: string;
  lead?: ComponentChildren;
  children?: ComponentChildren;
  foot?: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${props.title} · Afterclass`;
  }, [props.title]);
  return (
    <main class="account-page">
      <div class="account-box">
        <div class="account-brand">
          <img src={iconUrl} alt="" width={32} height={32} />
          Afterclass
        </div>
        <h1>{props.title}</h1>
        {props.lead && <p class="account-lead">{props.lead}</p>}
        {props.children}
        {props.foot && <p class="account-foot">{props.foot}</p>}
      </div>
    </main>
  );
}
